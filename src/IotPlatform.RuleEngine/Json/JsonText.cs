using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IotPlatform.RuleEngine.Json;

internal static class JsonText
{
    /// <summary>The text of a JSON string; false for other kinds, and when an escape is half a surrogate pair.</summary>
    public static bool TryGetText(this JsonElement json, [NotNullWhen(true)] out string? text)
    {
        // For half a surrogate pair GetString throws, and there is no method to ask first.
        try
        {
            text = json.ValueKind is JsonValueKind.String ? json.GetString() : null;
            return text is not null;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }
}
