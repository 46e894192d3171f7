using System.Text.Json;

namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>Reads telemetry from JSON objects, one a line: with <c>key</c> and <c>value</c>, or with <c>values</c>.</summary>
internal static class JsonlRows
{
    public static IEnumerable<FileRow> Read(Stream input)
    {
        using var lines = new StreamReader(input);
        for (var number = 1L; lines.ReadLine() is { } line; number++)
            foreach (var row in line.Trim().Length == 0 ? [] : RowsOf(number, line)) yield return row;
    }

    private static IEnumerable<FileRow> RowsOf(long number, string line)
    {
        if (Parse(line) is not { ValueKind: JsonValueKind.Object } members) return [FileRow.Faulty(number, "the line is no JSON object")];
        var (device, time) = (Text(members, Columns.Device), Text(members, Columns.Time) is { } text ? TimeText.ReadTime(text) : null);
        if (members.TryGetProperty(Columns.Values, out var values) && values.ValueKind is JsonValueKind.Object)
            return values.EnumerateObject().Select(value => FileRow.Of(number, device, time, value.Name, Scalar.Of(value.Value)));
        var scalar = members.TryGetProperty(Columns.Value, out var only) ? Scalar.Of(only) : null;
        return [FileRow.Of(number, device, time, Text(members, Columns.Key), scalar)];
    }

    private static JsonElement? Parse(string line)
    {
        try
        {
            return JsonElement.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement members, string name) =>
        members.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String ? member.GetString() : null;
}
