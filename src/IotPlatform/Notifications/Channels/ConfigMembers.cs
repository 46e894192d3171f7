using System.Text.Json;
using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>Reads what the configs of several channel types share. An explicit null is an absent member.</summary>
public static class ConfigMembers
{
    private const int MaxAddressees = 50;

    /// <summary>The first of a member's spellings that was sent; null when none was.</summary>
    public static string? Spelling(Body body, params IEnumerable<string> names) =>
        names.FirstOrDefault(name => body.Has(name) && !body.IsNull(name));

    /// <summary>A string or a list of strings that must be there, each checked by <paramref name="faultIn"/>.</summary>
    public static IReadOnlyList<string> Addressees(Body body, Func<string, string?> faultIn, params IReadOnlyList<string> names)
    {
        if (Spelling(body, names) is not { } name)
        {
            body.AddFault(names[0], "is required");
            return [];
        }
        var sent = body.Root.GetProperty(name);
        if (sent.ValueKind is not JsonValueKind.Array) return [Addressee(body, sent, name, faultIn)];
        if (sent.GetArrayLength() is 0 or > MaxAddressees)
            body.AddFault(name, $"must be a string or a list of 1 to {MaxAddressees} strings");
        var addressees = sent.EnumerateArray().Take(MaxAddressees);
        return [.. addressees.Select((item, index) => Addressee(body, item, $"{name}[{index}]", faultIn)).Distinct()];
    }

    /// <summary>A URL to call that must be there.</summary>
    public static Uri Url(Body body, bool allowPrivateNetworks, params IReadOnlyList<string> names)
    {
        if (Spelling(body, names) is not { } name) body.AddFault(names[0], "is required");
        else if (!JsonText.TryGetString(body.Root.GetProperty(name), out var text)) body.AddFault(name, "must be a string");
        else if (OutgoingUrl.FaultIn(text, allowPrivateNetworks) is { } fault) body.AddFault(name, fault);
        else return new Uri(text);
        return null!;
    }

    /// <summary>A text of one line that may be absent or null.</summary>
    public static string? Line(Body body, string name, int max)
    {
        if (Spelling(body, name) is null) return null;
        var text = body.OptionalText(name, max, 1).Value;
        if (text?.Any(char.IsControl) is true && !body.IsFaulty(name)) body.AddFault(name, "must be one line, without control characters");
        return text;
    }

    private static string Addressee(Body body, JsonElement sent, string field, Func<string, string?> faultIn)
    {
        if (!JsonText.TryGetString(sent, out var text)) body.AddFault(field, "must be a string");
        else if (faultIn(text) is { } fault) body.AddFault(field, fault);
        return text;
    }
}
