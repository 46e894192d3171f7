using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IotPlatform.RuleEngine.Json;

internal static class JsonText
{
    /// <summary>The text of a JSON string; false when its escapes are half a surrogate pair, for which the reader has no Try method.</summary>
    public static bool TryGetText(this JsonElement json, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = json.GetString();
            return text is not null;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }
}
