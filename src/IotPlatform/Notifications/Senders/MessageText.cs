using System.Globalization;
using IotPlatform.Alarms;
using IotPlatform.RuleEngine;

namespace IotPlatform.Notifications;

/// <summary>How a message for people is coloured.</summary>
public enum MessageTone
{
    Info,
    Warning,
    Critical,

    /// <summary>It is over.</summary>
    Good,
}

/// <summary>A line of a message: what it is about, and what is said of it.</summary>
public sealed record MessageFact(string Name, string Value);

/// <summary>What a notification says to people, whichever channel carries it. No name in it can break a layout.</summary>
/// <param name="Tag">Why it is sent: the severity, or what happened: <c>RESOLVED</c>.</param>
/// <param name="Subject">What it is about: <c>Freezer 7: Too warm</c>.</param>
/// <param name="Facts">What is known, most important first.</param>
/// <param name="Alarms">For a message of many: the first of them, and how many more there are.</param>
public sealed record MessageText(
    string Tag, string Subject, MessageTone Tone, IReadOnlyList<MessageFact> Facts, IReadOnlyList<string> Alarms)
{
    // Escaped, the longest of each still fits where Slack shows it, in a field of 2,000 characters.
    private const int MaxName = 120, MaxMessage = 480, MaxAlarms = 10;

    /// <summary>All of it in one line.</summary>
    public string Headline => $"[{Tag}] {Subject}";

    /// <summary>What the notification says.</summary>
    public static MessageText Of(Notification notification)
    {
        var severity = SeverityOf(notification);
        return new(
            TagOf(notification.Kind, severity), Prefix(notification.Kind) + SubjectOf(notification), ToneOf(notification.Kind, severity),
            MessageFacts.Of(notification, severity), AlarmsOf(notification.Group));
    }

    internal static string Name(string text) => CleanText.Of(text, MaxName) is { Length: > 0 } name ? name : "(no name)";

    internal static string Message(string text) => CleanText.Of(text, MaxMessage);

    internal static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    internal static string RuleName(Notification notification) => Name(notification.Alarm?.RuleName ?? notification.Rule?.Name ?? "");

    internal static string DeviceName(Notification notification) => Name(notification.Alarm?.DeviceName ?? notification.Device.Name);

    // The most severe of those it tells of.
    private static Severity SeverityOf(Notification notification) => notification.Group is { First.Count: > 0 } group
        ? group.First.Max(alarm => alarm.Severity)
        : notification.Alarm?.Severity ?? notification.Firing?.Severity ?? notification.Rule?.Severity ?? Severity.Info;

    private static string TagOf(NotificationKind kind, Severity severity) => kind switch
    {
        NotificationKind.Acknowledged or NotificationKind.Resolved or NotificationKind.Test => kind.ToString().ToUpperInvariant(),
        _ => severity.ToString().ToUpperInvariant(),
    };

    private static string Prefix(NotificationKind kind) => kind switch
    {
        NotificationKind.Reminder => "Reminder: ",
        NotificationKind.Escalated => "Escalation: ",
        _ => "",
    };

    private static MessageTone ToneOf(NotificationKind kind, Severity severity) => (kind, severity) switch
    {
        (NotificationKind.Resolved, _) => MessageTone.Good,
        (NotificationKind.Test, _) => MessageTone.Info,
        (_, Severity.Critical) => MessageTone.Critical,
        (_, Severity.Warning) => MessageTone.Warning,
        _ => MessageTone.Info,
    };

    private static string SubjectOf(Notification notification) => notification.Group switch
    {
        null => $"{DeviceName(notification)}: {RuleName(notification)}",
        { By: PolicyGrouping.Rule } group => $"{Counted(group.Count, "device")}: {RuleName(notification)}",
        var group => $"{Name(group.Name ?? group.Key ?? $"no {Platform.Words.Of(group.By)}")}: {Counted(group.Count, "alarm")}",
    };

    private static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{Number(count)} {noun}s";

    private static List<string> AlarmsOf(AlarmGroup? group)
    {
        if (group is null) return [];
        var shown = group.First.Take(MaxAlarms).Select(LineOf).ToList();
        return group.Count > shown.Count ? [.. shown, $"and {Number(group.Count - shown.Count)} more"] : shown;
    }

    private static string LineOf(Alarm alarm) => $"{Name(alarm.DeviceName)}: {Name(alarm.RuleName)} ({Message(alarm.Message)})";
}
