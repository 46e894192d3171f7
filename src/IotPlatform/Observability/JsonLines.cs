using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace IotPlatform.Observability;

/// <summary>Writes each line of the log as one JSON object, with all that its scopes say, such as the request's id.</summary>
public sealed class JsonLines(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    /// <summary>As the console knows it.</summary>
    public const string FormatterName = "json-lines";

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Relaxed)) Write(json, logEntry, scopeProvider);
        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private void Write<TState>(Utf8JsonWriter json, in LogEntry<TState> entry, IExternalScopeProvider? scopes)
    {
        json.WriteStartObject();
        json.WriteString("timestamp", time.GetUtcNow().UtcDateTime);
        json.WriteString("level", entry.LogLevel.ToString().ToLowerInvariant());
        json.WriteString("category", entry.Category);
        if (entry.EventId.Id != 0) json.WriteNumber("event_id", entry.EventId.Id);
        json.WriteString("message", entry.Formatter(entry.State, entry.Exception));
        foreach (var (name, value) in MembersOf(scopes)) json.WriteString(name, value);
        if (entry.Exception is { } fault) json.WriteString("exception", fault.ToString());
        json.WriteEndObject();
    }

    // An inner scope wins.
    private static Dictionary<string, string> MembersOf(IExternalScopeProvider? scopes)
    {
        var members = new Dictionary<string, string>();
        scopes?.ForEachScope((scope, all) =>
        {
            if (scope is not IEnumerable<KeyValuePair<string, object?>> pairs) return;
            foreach (var (name, value) in pairs)
                if (name is not "{OriginalFormat}" && value is not null)
                    all[JsonNamingPolicy.SnakeCaseLower.ConvertName(name)] = value.ToString() ?? "";
        }, members);
        return members;
    }
}
