using System.Text.Json;

namespace IotPlatform.Notifications;

/// <summary>Where in a JSON text a reader is, written as faults name it: <c>headers.Authorization</c>, <c>recipients[1]</c>.</summary>
public sealed class JsonPlace
{
    // A step into an object has a name, a step into a list has none.
    private readonly List<(string? Name, int Index)> _steps = [];

    /// <summary>The names on the way, the outermost first.</summary>
    public IEnumerable<string> Names => _steps.Select(step => step.Name).OfType<string>();

    /// <summary>Goes on with the reader, which has just read a token.</summary>
    public void Take(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) _steps.RemoveAt(_steps.Count - 1);
        else if (reader.TokenType is JsonTokenType.PropertyName) _steps[^1] = (reader.GetString(), 0);
        else TakeValue(reader.TokenType);
    }

    /// <summary>The whole way from an object to one of its values. No two values of a text without duplicate names have the same.</summary>
    public override string ToString() => string.Concat(_steps.Select(Tell))[1..];

    private void TakeValue(JsonTokenType token)
    {
        if (_steps is [.., (null, var index)]) _steps[^1] = (null, index + 1);
        if (token is JsonTokenType.StartObject) _steps.Add(("", 0));
        if (token is JsonTokenType.StartArray) _steps.Add((null, -1));
    }

    private static string Tell((string? Name, int Index) step) => step.Name is null ? $"[{step.Index}]" : $".{Escape(step.Name)}";

    private static string Escape(string name) => name.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace(".", "\\.", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal);
}
