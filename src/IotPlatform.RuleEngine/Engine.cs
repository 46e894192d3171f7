using System.Text.Json;
using IotPlatform.RuleEngine.Conditions;
using NodaTime;

namespace IotPlatform.RuleEngine;

/// <summary>
/// Decides what a rule does about one device, as a function of its arguments alone. The live evaluator, the backtest and the tests
/// all run this code; what differs is where observations come from and who delivers the timers.
/// </summary>
public static class Engine
{
    /// <summary>
    /// Brings the state up to an observation and past it: first every deadline that lies before it, in order, then the observation.
    /// The last step's state and deadline are the new ones; every step's verdict counts.
    /// </summary>
    /// <param name="now">When the observation is made; the time that has come, for all that carry no time of their own.</param>
    /// <param name="unit">The datapoint's unit, for messages.</param>
    public static IReadOnlyList<Step> Advance(Rule rule, RuleState state, Observation observation, Instant now, string? unit = null)
    {
        if (IsAlone(rule, state, observation, now))
            return [Step(rule, state, observation, now, unit)];

        var reached = Reached(rule, observation, now);
        var isHeld = IsHeld(observation);
        var steps = new List<Step>();
        while (NextDeadline(rule, state, isHeld) is { } due && due <= reached)
        {
            steps.Add(Conclude(rule, Elapse(rule, state, due, isHeld, unit)));
            state = steps[^1].State;
        }

        if (observation is not TimePassed)
            steps.Add(Step(rule, state, observation, now, unit));
        return steps;
    }

    /// <summary>
    /// One observation, one verdict. A timer does only what comes first: when the deadline returned has come too, deliver it again.
    /// <see cref="Advance"/> sees to that, and to deadlines that a late-delivered sample shows to have passed.
    /// </summary>
    public static Step Step(Rule rule, RuleState state, Observation observation, Instant now, string? unit = null) =>
        Conclude(rule, observation switch
        {
            AlarmOpened => (NoteOpened(rule, state), Verdict.None(Reason.AlarmNoted)),
            AlarmClosed => (NoteClosed(rule, state, now), Verdict.None(Reason.AlarmNoted)),
            TimePassed when Deadline(rule, state) is { } due && due <= now => Elapse(rule, state, due, isHeld: true, unit),
            TimePassed => (state, Verdict.None(Reason.NothingDue)),
            _ => Decide(rule, state, rule.Condition.Observe(state.Condition, observation), unit),
        });

    /// <summary>The deadline of a state that was not just stepped to, as after a restart.</summary>
    public static Instant? Deadline(Rule rule, RuleState state) => NextDeadline(rule, state, isHeld: true);

    /// <summary>
    /// Judges a firing by its evidence: <see cref="Reason.ConditionMet"/> when the rule fires on it, else what it lacks. Counts beyond
    /// the kept samples are taken as stated.
    /// </summary>
    public static Reason Verify(Rule rule, JsonElement evidence) => rule.Condition.Judge(evidence);

    /// <summary>Whether the observation is one <see cref="Step"/>, with no deadline before it.</summary>
    internal static bool IsAlone(Rule rule, RuleState state, Observation observation, Instant now) =>
        NextDeadline(rule, state, IsHeld(observation)) is not { } due || !(due <= Reached(rule, observation, now));

    private static bool IsHeld(Observation observation) => observation is not SampleTaken;

    // When the platform comes back, only what it was still awake for may be due: the rest has to hear first that it was down.
    private static Instant? Reached(Rule rule, Observation observation, Instant now) => observation switch
    {
        TimePassed or AlarmOpened or AlarmClosed => now,
        PlatformResumed resumed => resumed.DownSince,
        _ => rule.Condition.EventTime(observation),
    };

    private static (RuleState, Verdict) Decide(Rule rule, RuleState before, Detection found, string? unit)
    {
        if (ReferenceEquals(found.State, before.Condition))
            return (before, Verdict.None(found.Reason));

        var state = before with { Condition = found.State };
        var at = NotBeforeLastVerdict(state, found.At);
        return found.Signal switch
        {
            Signal.Met when state.AlarmOpen => Pronounce(rule, state, VerdictKind.Retrigger, Reason.ConditionMet, at, unit),
            Signal.Met when IsCooling(rule, state, at) => (state with { Owed = Owed.WhenCooldownEnds }, Verdict.None(Reason.CoolingDown)),
            Signal.Met => Pronounce(rule, state, VerdictKind.Trigger, Reason.ConditionMet, at, unit),
            Signal.Holding when state.Owed is Owed.Nothing => (state, Verdict.None(Reason.AlreadyFiring)),
            Signal.Holding when IsCooling(rule, state, at) => (state, Verdict.None(Reason.CoolingDown)),
            Signal.Holding => PayOwed(rule, state, at, unit),
            Signal.Cleared when state.AlarmOpen && rule.AutoResolve =>
                Pronounce(rule, state, VerdictKind.Resolve, Reason.Cleared, at, unit),
            Signal.Cleared when rule.MarksUnhealthy => Pronounce(rule, state, VerdictKind.Clear, found.Reason, at, unit),
            Signal.Cleared => (state with { Owed = Owed.Nothing }, Verdict.None(found.Reason)),
            _ => (state, Verdict.None(found.Reason)),
        };
    }

    private static (RuleState, Verdict) Elapse(Rule rule, RuleState state, Instant due, bool isHeld, string? unit)
    {
        // Where both fall together the condition goes first: what is cleared by then triggers no more.
        return ConditionDeadline(rule, state, isHeld) == due
            ? Decide(rule, state, rule.Condition.Elapse(state.Condition!, rule.Condition.Deadline(state.Condition!)!.Value), unit)
            : PayOwed(rule, state, NotBeforeLastVerdict(state, due), unit);
    }

    private static Step Conclude(Rule rule, (RuleState State, Verdict Verdict) outcome) =>
        new(outcome.State, outcome.Verdict, Deadline(rule, outcome.State));

    // A sample shows by its own time what held up to it; a timer may have to wait until samples from before have come.
    private static Instant? NextDeadline(Rule rule, RuleState state, bool isHeld)
    {
        var condition = ConditionDeadline(rule, state, isHeld);
        var cooldown = state.Owed is Owed.WhenCooldownEnds ? CooldownEnd(rule, state) : null;
        return cooldown is null || condition <= cooldown ? condition : cooldown;
    }

    private static Instant? ConditionDeadline(Rule rule, RuleState state, bool isHeld)
    {
        if (state.Condition is not { } remembered || rule.Condition.Deadline(remembered) is not { } due)
            return null;
        return isHeld ? Condition.Later(due, rule.Condition.TimersHeldUntil(remembered)) : due;
    }

    private static (RuleState, Verdict) PayOwed(Rule rule, RuleState state, Instant at, string? unit) => Pronounce(
        rule, state, VerdictKind.Trigger, state.Owed is Owed.OnNextBreach ? Reason.StillBreaching : Reason.CooldownOver, at, unit);

    private static (RuleState, Verdict) Pronounce(
        Rule rule, RuleState state, VerdictKind kind, Reason reason, Instant at, string? unit)
    {
        var isTrigger = kind is VerdictKind.Trigger;
        var next = state with
        {
            AlarmOpen = kind is VerdictKind.Clear ? state.AlarmOpen : kind is not VerdictKind.Resolve && rule.CreatesAlarm,
            Owed = Owed.Nothing,
            TriggeredAt = isTrigger ? at : state.TriggeredAt,
            VerdictAt = at,
        };
        var grounds = rule.Condition.Explain(state.Condition!, at, unit);
        return (next, new Verdict(kind, reason, isTrigger && rule.CreatesAlarm, grounds));
    }

    private static RuleState NoteOpened(Rule rule, RuleState state) =>
        rule.CreatesAlarm ? state with { AlarmOpen = true, Owed = Owed.Nothing } : state;

    private static RuleState NoteClosed(Rule rule, RuleState state, Instant now)
    {
        if (!state.AlarmOpen)
            return state;
        var owed = IsCooling(rule, state, now) ? Owed.WhenCooldownEnds : Owed.OnNextBreach;
        return state with { AlarmOpen = false, Owed = state.IsFiring ? owed : Owed.Nothing };
    }

    private static bool IsCooling(Rule rule, RuleState state, Instant at) => at < CooldownEnd(rule, state);

    private static Instant? CooldownEnd(Rule rule, RuleState state) => state.TriggeredAt + rule.Cooldown;

    // A late sample or a timer may be dated before what was already pronounced; an alarm must not be resolved before it was triggered.
    private static Instant NotBeforeLastVerdict(RuleState state, Instant at) =>
        state.VerdictAt is { } last ? Instant.Max(at, last) : at;
}
