using System.Text.Json;
using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Configuration;

/// <summary>A secret in a file is written as a mask, which stands for what the platform keeps in the same place.</summary>
public static class Mask
{
    /// <summary>What stands for a secret.</summary>
    public const string Text = "********";

    /// <summary>The value with masks replaced by what is stored; <paramref name="missing"/> is told where nothing is.</summary>
    public static JsonNode? Fill(JsonNode? value, JsonNode? stored, string path, Action<string> missing)
    {
        switch (value)
        {
            case JsonObject members:
                var filled = new JsonObject();
                foreach (var (name, member) in members)
                    filled[name] = Fill(member, (stored as JsonObject)?[name], $"{path}.{name}", missing);
                return filled;
            case JsonArray items:
                return new JsonArray([.. items.Select((item, at) => Fill(item, At(stored, at), $"{path}[{at}]", missing))]);
            case JsonValue text when text.GetValueKind() is JsonValueKind.String && text.GetValue<string>().Contains(Text):
                if (stored is JsonValue) return stored.DeepClone();
                missing(path);
                break;
        }
        return value?.DeepClone();
    }

    private static JsonNode? At(JsonNode? stored, int index) => stored is JsonArray items && index < items.Count ? items[index] : null;
}
