using System.Text;
using IotPlatform.Cli;
using IotPlatform.Cli.Simulation;
using IotPlatform.Cli.Simulation.Faults;
using IotPlatform.Cli.Simulation.Plan;
using IotPlatform.Cli.Simulation.Signals;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli.Simulation;

public sealed class FleetPlanTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 23, 8, 0);

    [Fact]
    public void the_first_messages_in_order_of_time_are_sent_whoever_s_they_are()
    {
        var plan = new FleetPlan([Class("a-", 3, 10), Class("b-", 1, 2)], 1, TimeSpan.MaxValue, 9);

        plan.Quotas.ShouldBe([2, 1, 1, 5]);
        Messages(plan).Count.ShouldBe(9);
    }

    [Fact]
    public void devices_are_spread_over_the_time_between_two_messages()
    {
        var plan = new FleetPlan([Class("a-", 4, 8)], 1, TimeSpan.FromSeconds(16), null);

        Messages(plan).Select(message => message.At.TotalSeconds).Order().ShouldBe([0, 2, 4, 6, 8, 10, 12, 14]);
    }

    [Fact]
    public void the_same_seed_gives_the_same_messages()
    {
        Text(1).ShouldBe(Text(1));
        Text(1).ShouldNotBe(Text(2));

        static string Text(int seed)
        {
            var plan = new FleetPlan([Class("a-", 5, 1, "bad-payload:10%", "clock-skew:20%=-1h")], seed, TimeSpan.FromSeconds(60), null);
            return string.Join('\n', Messages(plan).Select(said => $"{said.At} {said.Topic} {Encoding.UTF8.GetString(said.Payload)}"));
        }
    }

    [Fact]
    public void a_payload_has_the_planned_time_and_the_skew()
    {
        Payload("clock-skew:100%=-1h").ShouldBe("""{"ts":"2026-11-23T07:00:00.000000Z","values":{"t":25}}""");
        Payload().ShouldBe("""{"ts":"2026-11-23T08:00:00.000000Z","values":{"t":25}}""");
        Payload("out-of-range:100%").ShouldBe("""{"ts":"2026-11-23T08:00:00.000000Z","values":{"t":130}}""");
    }

    [Fact]
    public void a_withheld_message_has_no_other_fault()
    {
        var message = Messages(new FleetPlan([Class("a-", 1, 1, "silence:100%", "duplicate:100%")], 1, TimeSpan.FromSeconds(1), null))
            .Single();

        message.IsWithheld.ShouldBeTrue();
        message.Faults.ShouldBe([FaultKind.Silence]);
    }

    [Fact]
    public void a_scenario_has_classes_with_signals_and_faults_of_their_own()
    {
        var (seed, classes) = Scenario.Read(
            """
            seed: 7
            devices:
              - class: pump
                count: 80
                every: 2s
                signals:
                  temperature: sine:20..30/10m
                  pressure: random-walk:1..5/0.1
                faults: [silence:5%, "duplicate:1%"]
              - class: meter
                topic: events/reading
                signals: {energy: counter}
            """, "sim-");

        seed.ShouldBe(7);
        classes.Select(kind => (kind.IdOf(0), kind.Count, kind.Every.TotalSeconds, kind.Topic, kind.Signals.Count, kind.Faults.Count))
            .ShouldBe([("sim-pump-0001", 80, 2, "telemetry", 2, 2), ("sim-meter-0001", 1, 10, "events/reading", 1, 0)]);
        classes[0].Signals[0].ShouldBe(SignalText.Read("temperature=sine:20..30/10m"));
    }

    [Theory]
    [InlineData("devices: []", "no list 'devices'")]
    [InlineData("devices: [{class: a, signals: {t: sinus}}]", "The signal 't=sinus' can't be read")]
    [InlineData("devices: [{class: a}]", "needs 'signals'")]
    [InlineData("devices: [{clas: a}]", "line 1")]
    [InlineData("devices: [{class: a, signals: {t: counter}}, {class: a, signals: {u: counter}}]", "called 'sim-a-...'")]
    public void a_scenario_that_is_wrong_is_refused(string text, string reason) =>
        Should.Throw<RefusedException>(() => Scenario.Read(text, "sim-")).Message.ShouldContain(reason);

    private static string Payload(params string[] faults) =>
        Encoding.UTF8.GetString(Messages(new FleetPlan([Class("a-", 1, 1, faults)], 1, TimeSpan.FromSeconds(1), null)).Single().Payload);

    private static List<PlannedMessage> Messages(FleetPlan plan) =>
        [.. plan.Devices.SelectMany((device, number) => device.Messages(Start, plan.End, plan.Quotas[number]))];

    private static DeviceClass Class(string prefix, int count, double seconds, params string[] faults) => new(
        prefix, count, TimeSpan.FromSeconds(seconds), "telemetry", [SignalText.Read("t=sine:20..30/10m")],
        [.. faults.Select(FaultText.Read)]);
}
