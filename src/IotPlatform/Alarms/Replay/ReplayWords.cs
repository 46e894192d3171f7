using System.Text.Json;

namespace IotPlatform.Alarms;

/// <summary>What happened, in words.</summary>
public static class ReplayWords
{
    /// <summary>What a step was, and by whom.</summary>
    public static string Of(ReplayStep step) => step.EventType switch
    {
        "triggered" => "the rule fired",
        "retriggered" => "the rule fired again",
        "auto_resolved" => $"resolved by {step.Actor}: the condition cleared",
        "resolved" when Because(step) is { } cause => $"resolved by {step.Actor}: {cause}",
        "notes_erased" => $"notes erased by {step.Actor}",
        "notification_sent" => $"{Detail(step, "event_type")} told to {Receiver(step)}",
        "notification_failed" => $"{Detail(step, "event_type")} not told to {Receiver(step)}: {Detail(step, "error")}",
        _ => $"{step.EventType} by {step.Actor}",
    };

    /// <summary>A member that changed, with both values.</summary>
    public static string Of(ReplayChange change) => change.Before is null
        ? $"{change.Member}: {Value(change.After)}"
        : $"{change.Member}: {Value(change.Before)} -> {Value(change.After)}";

    private static string Receiver(ReplayStep step) =>
        $"{Detail(step, "channel_name") ?? "the rule's own URL"} ({Detail(step, "channel_type")})";

    private static string? Detail(ReplayStep step, string member) => step.Details?.GetProperty(member).GetString();

    private static string? Because(ReplayStep step) =>
        Value(step.Changes.FirstOrDefault(change => change.Member == "resolution")?.After) switch
        {
            "rule_deleted" => "its rule was deleted",
            "device_deleted" => "its device was deleted",
            "device_deactivated" => "its device was deactivated",
            _ => null,
        };

    private static string Value(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null } => "-",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } other => other.GetRawText(),
    };
}
