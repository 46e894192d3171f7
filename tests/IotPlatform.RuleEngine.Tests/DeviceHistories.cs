using FsCheck;
using FsCheck.Fluent;
using IotPlatform.RuleEngine.Conditions;
using NodaTime;

namespace IotPlatform.RuleEngine.Tests;

internal enum Act { Values, Status, FurtherMoment, OtherKey, Connect, TakeOver, Disconnect, OldEnd, Outage, Watch, Opened, Closed, Restart }

internal enum Beginning { Unwatched, NeverSeen, Connected, Disconnected }

/// <param name="Gap">Seconds since the act before; none: they come in one message.</param>
/// <param name="Length">Of an outage; of values, how late they are.</param>
internal sealed record DeviceAct(int Gap, Act Act, int Length);

internal sealed record DeviceHistory(Condition Condition, ModelActions Actions, Beginning Beginning, IReadOnlyList<DeviceAct> Acts)
{
    public Rule Rule => new(
        "rule", "Reference", Condition, Severity.Info, Actions.CreatesAlarm ? RuleActions.CreateAlarm : RuleActions.SendWebhook,
        Duration.FromSeconds(Actions.Cooldown), Actions.AutoResolve);

    public override string ToString() =>
        $"{Condition} {Actions} {Beginning}: {string.Join(", ", Acts.Select(act => $"+{act.Gap} {act.Act} {act.Length}"))}";
}

/// <summary>
/// Random rules about what devices do, and what they do: silence, flapping connections, sessions that end late or twice, outages of the
/// platform, people, restarts.
/// </summary>
internal static class DeviceHistories
{
    public static Arbitrary<DeviceHistory> Any() => Arb.From(Generator(), Shorter);

    private static Gen<DeviceHistory> Generator() =>
        from condition in Gen.OneOf(MissingData(), Offline(), MessageRate(), ReconnectRate())
        from actions in Histories.Actions()
        from beginning in Gen.Elements(Enum.GetValues<Beginning>())
        from acts in DeviceAct().ListOf()
        select new DeviceHistory(condition, actions, beginning, [.. acts]);

    private static Gen<Condition> MissingData() =>
        from field in Gen.Elements(null, "t")
        from timeout in Gen.Elements(3, 6, 12)
        from isOfProfile in Gen.Elements(false, false, true)
        select isOfProfile
            ? new MissingData(field, null).For(Duration.FromSeconds(timeout / 3))
            : new MissingData(field, Duration.FromSeconds(timeout));

    private static Gen<Condition> Offline() =>
        from timeout in Gen.Elements(0, 2, 5, 12)
        select (Condition)new Offline(Duration.FromSeconds(timeout));

    private static Gen<Condition> MessageRate() =>
        from window in Gen.Elements(1, 4, 9, 20)
        from min in Gen.Elements<int?>(null, 1, 2, 3)
        from more in min is null ? Gen.Elements<int?>(0, 1, 3) : Gen.Elements<int?>(null, null, 0, 1, 3)
        select (Condition)new MessageRate(Duration.FromSeconds(window), more + (min ?? 0), min);

    private static Gen<Condition> ReconnectRate() =>
        from window in Gen.Elements(3, 9, 20, 40)
        from max in Gen.Elements(0, 1, 2, 4)
        select (Condition)new ReconnectRate(Duration.FromSeconds(window), max);

    private static Gen<DeviceAct> DeviceAct() =>
        from gap in Gen.Elements(0, 0, 1, 1, 1, 2, 3, 7, 15)
        from act in Gen.Frequency(
            (9, Gen.Constant(Act.Values)), (2, Gen.Constant(Act.Status)), (2, Gen.Constant(Act.FurtherMoment)),
            (2, Gen.Constant(Act.OtherKey)), (6, Gen.Constant(Act.Connect)), (2, Gen.Constant(Act.TakeOver)),
            (5, Gen.Constant(Act.Disconnect)), (1, Gen.Constant(Act.OldEnd)),
            (2, Gen.Constant(Act.Outage)), (1, Gen.Constant(Act.Watch)),
            (1, Gen.Constant(Act.Opened)), (2, Gen.Constant(Act.Closed)), (2, Gen.Constant(Act.Restart)))
        from length in Gen.Elements(0, 1, 4, 12)
        select new DeviceAct(gap, act, length);

    private static IEnumerable<DeviceHistory> Shorter(DeviceHistory history) =>
        Enumerable.Range(0, history.Acts.Count)
            .Select(left => history with { Acts = [.. history.Acts.Where((_, index) => index != left)] });
}
