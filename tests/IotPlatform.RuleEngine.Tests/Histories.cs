using FsCheck;
using FsCheck.Fluent;

namespace IotPlatform.RuleEngine.Tests;

internal enum Happening { Sample, Opened, Closed, Restart, Outage }

/// <param name="Gap">Seconds since the event before; none: they come in one message.</param>
/// <param name="Value">Of a sample; of an outage, how many seconds it lasts.</param>
/// <param name="Lag">How many seconds before its receipt a sample was taken; below zero by a clock that is fast.</param>
internal sealed record Event(int Gap, Happening Happening, int Value, int Lag);

internal sealed record History(ModelRule Rule, IReadOnlyList<Event> Events)
{
    public override string ToString() => $"{Rule}: {string.Join(", ", Events)}";
}

/// <summary>Random rules and what happens under them: flapping values, late and doubled samples, people, restarts, outages.</summary>
internal static class Histories
{
    public static Arbitrary<History> Any() => Arb.From(Generator(), Shorter);

    private static Gen<History> Generator() =>
        from rule in Rule()
        from sticky in Gen.Choose(0, 3)
        from events in Event(sticky).ListOf()
        select new History(rule, [.. events]);

    private static Gen<ModelRule> Rule() =>
        from duration in Gen.Elements(0, 0, 3, 10)
        from consecutive in Gen.Choose(1, 3)
        from clearValue in Gen.Elements<int?>(null, 10, 8)
        from clearDuration in Gen.Elements(0, 0, 4)
        from clearConsecutive in Gen.Elements(1, 1, 2)
        from actions in Actions()
        select new ModelRule(duration, consecutive, clearValue, clearDuration, clearConsecutive, actions);

    public static Gen<ModelActions> Actions() =>
        from cooldown in Gen.Elements(0, 5, 25)
        from autoResolve in Gen.Elements(true, false)
        from createsAlarm in Gen.Elements(true, true, true, false)
        select new ModelActions(cooldown, autoResolve, createsAlarm);

    private static Gen<Event> Event(int sticky) =>
        from gap in Gen.Elements(0, 0, 1, 1, 2, 3, 7)
        from happening in Gen.Frequency(
            (20, Gen.Constant(Happening.Sample)), (2, Gen.Constant(Happening.Closed)),
            (1, Gen.Constant(Happening.Opened)), (3, Gen.Constant(Happening.Restart)),
            (2, Gen.Constant(Happening.Outage)))
        from value in Gen.Elements([7, 8, 9, 10, 11, 12, .. Enumerable.Repeat(11, sticky)])
        from lag in Gen.Elements(0, 0, 0, 0, 0, 0, 1, 4, 15, -3)
        select new Event(gap, happening, value, lag);

    private static IEnumerable<History> Shorter(History history) =>
        Enumerable.Range(0, history.Events.Count)
            .Select(left => history with { Events = [.. history.Events.Where((_, index) => index != left)] });
}
