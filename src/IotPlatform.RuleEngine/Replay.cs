using NodaTime;

namespace IotPlatform.RuleEngine;

/// <summary>
/// Runs the engine over a stretch of the log as the live evaluator would have run over it. Timers come due by the clock of receipt:
/// before each message all that is due by the time of its receipt, after the last one all that is due by the end.
/// </summary>
public static class Replay
{
    /// <param name="messages">The device's messages in order of receipt, each with its observations in order.</param>
    /// <param name="until">Until when timers are delivered.</param>
    /// <param name="unit">The datapoint's unit, for messages.</param>
    public static IEnumerable<Step> Run(
        Rule rule, RuleState state, IEnumerable<Message> messages, Instant until, string? unit = null)
    {
        foreach (var message in messages)
        {
            if (message.IsAfterTimers)
                foreach (var step in DueBy(message.ReceivedAt))
                    yield return step;

            for (var i = 0; i < message.Observations.Count; i++)
            {
                var observation = message.Observations[i];
                if (Engine.IsAlone(rule, state, observation, message.ReceivedAt))
                    yield return Keep(Engine.Step(rule, state, observation, message.ReceivedAt, unit));
                else
                    foreach (var step in Engine.Advance(rule, state, observation, message.ReceivedAt, unit))
                        yield return Keep(step);
            }
        }

        foreach (var step in DueBy(until))
            yield return step;

        IEnumerable<Step> DueBy(Instant now) => Engine.IsAlone(rule, state, TimePassed.Instance, now)
            ? []
            : Engine.Advance(rule, state, TimePassed.Instance, now, unit).Select(Keep);

        Step Keep(Step step)
        {
            state = step.State;
            return step;
        }
    }
}

/// <summary>What became known at one moment.</summary>
/// <param name="ReceivedAt">When the platform received it.</param>
public sealed record Message(Instant ReceivedAt, IReadOnlyList<Observation> Observations)
{
    /// <summary>
    /// Whether what is due by its receipt comes before it. Not before these: while the platform was down, or the rule was not about the
    /// device, no timer ran.
    /// </summary>
    public bool IsAfterTimers => Observations is not [PlatformResumed or WatchBegan, ..];
}
