using System.Text.Json;
using NodaTime;

namespace IotPlatform.Alarms;

/// <summary>One event of an alarm, and what it changed. What the timeline tells too has the same names here.</summary>
/// <param name="Number">Its place in the alarm's stream.</param>
/// <param name="Message">Why the rule fired, for people.</param>
/// <param name="NoteCommitment">What is left of a note that was erased, and what a note that was not would leave.</param>
/// <param name="Details">The evidence, and the rule as it was.</param>
public sealed record ReplayStep(
    long Number, Guid Id, string EventType, Instant CreatedAt, string Actor, string? Message, string? Note, string? NoteCommitment,
    AlarmStatus? FromStatus, AlarmStatus ToStatus, IReadOnlyList<ReplayChange> Changes, JsonElement? Details);

/// <summary>A member of the alarm that an event changed.</summary>
/// <param name="Before">Its value before; null also where there was no alarm.</param>
public sealed record ReplayChange(string Member, JsonElement? Before, JsonElement? After)
{
    /// <summary>Whether the values differ.</summary>
    internal bool IsOne => !JsonElement.DeepEquals(Before ?? Null, After ?? Null);

    private static readonly JsonElement Null = JsonElement.Parse("null");
}
