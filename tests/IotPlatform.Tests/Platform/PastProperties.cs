using FsCheck.Xunit;
using IotPlatform.Alarms;
using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.Rules;
using IotPlatform.Tests.Alarms;
using IotPlatform.Tests.Devices;
using IotPlatform.Tests.Rules;
using JasperFx.Events;
using NodaTime;
using Shouldly;

namespace IotPlatform.Tests.Platform;

/// <summary>At every instant of any life a resource stood as the last command until then had left it.</summary>
[Properties(Arbitrary = [typeof(RandomLives)], MaxTest = 1000, QuietOnSuccess = true)]
public sealed class PastProperties
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly Duration Microsecond = Duration.FromTicks(10);

    [Property]
    public void it_is_so_with_a_device(Life life) => Holds<Device>(life, (device, command, now) => device is null
        ? RegisterDeviceEndpoint.Decide(Registration(command), "sensor-1", "hash", null, now)
        : command switch
        {
            < 2 => DeleteDeviceEndpoint.Decide(device, now),
            < 5 => AddDeviceTagsEndpoint.Decide(new([$"tag {command}", "tag"]), device, now),
            5 => RemoveDeviceTagEndpoint.Decide("tag", device, now),
            _ => UpdateDeviceEndpoint.Decide(Change(command), device, now),
        });

    [Property]
    public void it_is_so_with_a_rule(Life life) => Holds<AlarmRule>(life, (rule, command, now) => rule is null
        ? Decision.Append(SampleRule.Creation() with { At = now })
        : command switch
        {
            < 1 => DeleteRuleEndpoint.Decide(rule, now),
            < 4 => DisableRuleEndpoint.Decide(rule, now),
            < 7 => EnableRuleEndpoint.Decide(rule, now),
            _ => Decision.Append(new RuleRevised(
                rule.Id, $"Rule {command}", null, new($"{{\"value\":{command}.0}}"), rule.Severity, rule.Actions, command, false, now)),
        });

    [Property]
    public void it_is_so_with_an_alarm(Life life) => Holds<Alarm>(life, (alarm, command, now) => alarm is null
        ? Decision.Append(SampleAlarm.Triggered with { At = now })
        : command switch
        {
            < 3 => AcknowledgeAlarmEndpoint.Decide(new(ErasableText.Plain($"note {command}")), alarm, SampleAlarm.Actor, now),
            < 6 => ResolveAlarmEndpoint.Decide(new(ErasableText.Plain($"note {command}")), alarm, SampleAlarm.Actor, now),
            < 9 => ReopenAlarmEndpoint.Decide(new(null), alarm, SampleAlarm.Actor, now),
            _ => Decision.Append(SampleAlarm.Retriggered with { TriggeredAt = now - Duration.FromSeconds(command), At = now }),
        });

    private static void Holds<T>(Life life, Func<T?, int, Instant, Decision> decide) where T : class, IResource<T>
    {
        var (now, state) = (Start, default(T));
        List<IEvent> stream = [];
        List<(Instant At, string State, long Version)> left = [(Instant.MinValue, Decisions.Tell(null), 0)];
        foreach (var turn in life.Turns)
        {
            now += turn.Gap * Microsecond;
            var decision = decide(state, turn.Command, now);
            foreach (var fact in decision.Events) stream.Add(Decisions.Stored((IFact)fact, stream.Count + 1));
            state = state.After(decision);
            left.Add((now, Decisions.Tell(state), stream.Count));
        }

        for (var moment = Start - Microsecond; moment <= now + Microsecond; moment += Microsecond)
        {
            var (_, expected, version) = left.Last(seen => seen.At <= moment);
            At<T>(moment, stream).ShouldBe((expected, version));
            At<T>(moment, stream.Where(e => EventStreams.TimeOf(e) <= moment)).ShouldBe((expected, version));
        }
    }

    private static (string State, long Version) At<T>(Instant moment, IEnumerable<IEvent> stream) where T : class, IResource<T>
    {
        var past = new Past<T>(moment);
        foreach (var e in stream) past.Take(e);
        return (Decisions.Tell(past.State), past.Version);
    }

    private static RegisterDevice Registration(int command) =>
        new("sensor-1", $"Sensor {command}", null, null, SampleDevice.Metadata, command % 2 == 0);

    private static UpdateDevice Change(int command) =>
        new($"Sensor {command}", null, "thermometer", SampleDevice.Metadata, command % 3 > 0, command % 4 > 1 ? $"profile {command % 4}" : null);
}
