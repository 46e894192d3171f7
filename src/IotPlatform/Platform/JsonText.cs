using System.Text.Json;

namespace IotPlatform.Platform;

/// <summary>Guards against JSON that is well-formed but that PostgreSQL cannot hold, or .NET cannot read, as text.</summary>
public static class JsonText
{
    /// <summary>The string of <paramref name="element"/>; false for other kinds and for broken surrogate pairs.</summary>
    public static bool TryGetString(JsonElement element, out string text)
    {
        text = "";
        if (element.ValueKind is not JsonValueKind.String) return false;
        try
        {
            text = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Whether a jsonb column takes the value: no NUL and no broken surrogate in any name or string, finite numbers.</summary>
    public static bool IsStorable(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().All(member => IsStorableName(member) && IsStorable(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(IsStorable),
        JsonValueKind.String => TryGetString(element, out var text) && !text.Contains('\0'),
        JsonValueKind.Number => element.TryGetDouble(out var number) && double.IsFinite(number) && element.GetRawText().Length <= 64,
        _ => true,
    };

    /// <summary>Whether the names of all members, also of those within, can be read: half a surrogate pair is no text.</summary>
    public static bool HasReadableNames(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().All(member => TryGetName(member, out _) && HasReadableNames(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(HasReadableNames),
        _ => true,
    };

    private static bool IsStorableName(JsonProperty member) => TryGetName(member, out var name) && !name.Contains('\0');

    private static bool TryGetName(JsonProperty member, out string name)
    {
        name = "";
        try
        {
            name = member.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
