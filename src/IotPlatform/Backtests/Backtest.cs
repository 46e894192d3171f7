using NodaTime;

namespace IotPlatform.Backtests;

/// <summary>What a rule would have done.</summary>
/// <param name="From">The first moment of receipt that was looked at.</param>
/// <param name="To">The first moment after.</param>
/// <param name="Samples">How many values or, where the rule looks at no datapoint, messages and moments of them were evaluated.</param>
/// <param name="Truncated">There would be more alarms; the evaluation ended with the last that is told.</param>
/// <param name="Alarms">By the time of their trigger, then by device.</param>
public sealed record Backtest(Instant From, Instant To, long Samples, bool Truncated, IReadOnlyList<BacktestAlarm> Alarms);
