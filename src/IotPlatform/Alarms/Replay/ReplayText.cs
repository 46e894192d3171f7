using System.Text.Json;
using IotPlatform.Platform;

namespace IotPlatform.Alarms;

/// <summary>What a line of a replay is, so that a terminal can tell them apart by colour.</summary>
public enum ReplayTone
{
    /// <summary>Text.</summary>
    Plain,

    /// <summary>What begins a step.</summary>
    Heading,

    /// <summary>What people said.</summary>
    Note,

    /// <summary>What fired.</summary>
    Evidence,
}

/// <summary>A line of a replay.</summary>
public readonly record struct ReplayLine(string Text, ReplayTone Tone = ReplayTone.Plain);

/// <summary>A replay in lines for people, none wider than a terminal of old. Pure.</summary>
public static class ReplayText
{
    /// <summary>As wide as no line exceeds.</summary>
    public const int Width = 80;

    private const string Indent = "   ";

    /// <summary>All lines.</summary>
    public static IEnumerable<ReplayLine> Of(AlarmReplay replay) =>
    [
        .. TextLines.Wrap($"Alarm {replay.AlarmId} of {replay.Customer}", Width).Select(line => new ReplayLine(line, ReplayTone.Heading)),
        .. TextLines.Wrap(Title(replay.Alarm), Width).Select(line => new ReplayLine(line)),
        .. replay.Steps.SelectMany(Of),
        new(""),
        .. TextLines.Wrap(Outcome(replay), Width).Select(line => new ReplayLine(line, ReplayTone.Heading)),
    ];

    private static string Title(Alarm alarm) =>
        $"{Words.Of(alarm.Severity)}: {alarm.RuleName} ({alarm.RuleType}) on {alarm.DeviceName} ({alarm.DeviceId})";

    private static string Outcome(AlarmReplay replay)
    {
        var when = replay.AsOf is { } time ? $"As of {Json.Format(time)}" : "Now";
        var reopened = replay.Alarm.ReopenedCount > 0 ? $", reopened {Times(replay.Alarm.ReopenedCount)}" : "";
        return $"{when}: {Words.Of(replay.Alarm.Status)}, fired {Times(replay.Alarm.OccurrenceCount)}{reopened}.";
    }

    private static string Times(int count) => count switch { 1 => "once", 2 => "twice", _ => $"{count} times" };

    private static IEnumerable<ReplayLine> Of(ReplayStep step) =>
    [
        new(""),
        new($"{step.Number,-2} {Json.Format(step.CreatedAt)}  {ReplayWords.Of(step)}", ReplayTone.Heading),
        .. Indented(step.Message, ReplayTone.Plain),
        .. Indented(Said(step), ReplayTone.Note),
        .. step.Changes.Where(change => IsNews(step, change)).SelectMany(change => Indented(ReplayWords.Of(change), ReplayTone.Plain)),
        .. EvidenceChart.Draw(step.Details).Select(line => new ReplayLine((Indent + line).TrimEnd(), ReplayTone.Evidence)),
    ];

    private static string? Said(ReplayStep step) => step switch
    {
        { Note: { } note } => $"\"{note}\"",
        { NoteCommitment: { } commitment } => $"(a note was erased; SHA-256 {commitment})",
        _ => null,
    };

    // The heading says when and who, the line below it what they said; of a new alarm the title says the rest.
    private static bool IsNews(ReplayStep step, ReplayChange change) => step.FromStatus is null
        ? change.Member is "status"
        : change.After is not { ValueKind: JsonValueKind.String } after
            || (after.GetString() != step.Actor && after.GetString() != step.Note && after.GetString() != Json.Format(step.CreatedAt));

    private static IEnumerable<ReplayLine> Indented(string? text, ReplayTone tone) => text is null
        ? []
        : TextLines.Wrap(text, Width - Indent.Length).Select(line => new ReplayLine(Indent + line, tone));
}
