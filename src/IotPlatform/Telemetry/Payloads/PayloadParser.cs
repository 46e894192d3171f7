using System.Text.Json;
using System.Text.Unicode;

namespace IotPlatform.Telemetry;

/// <summary>Reads payloads with buffers that it keeps from one to the next; not for two threads at once.</summary>
public sealed class PayloadParser(KeyPool keys)
{
    private const string ScalarPrefix = "telemetry/";
    private readonly EntryBuilder _entry = new(keys);
    private readonly List<PayloadEntry> _entries = [];

    /// <summary>Reads what came on <paramref name="topic"/> (below <c>devices/{device_id}/</c>); never throws.</summary>
    public ParsedPayload Parse(string topic, ReadOnlySpan<byte> payload, in PayloadRules rules)
    {
        _entries.Clear();
        _entry.Begin(rules);
        var error = Check(topic, payload);
        if (error == PayloadError.None) error = Read(topic, payload);
        return error == PayloadError.None
            ? new ParsedPayload(error, [.. _entries], _entry.WrongKind, _entry.Expired) { Dropped = _entry.Dropped }
            : ParsedPayload.Bad(error, _entry.Path);
    }

    private static PayloadError Check(string topic, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > PayloadLimits.MessageBytes) return PayloadError.TooLarge;
        if (topic.Any(char.IsControl)) return PayloadError.UnknownTopic;
        if (!Utf8.IsValid(payload)) return PayloadError.InvalidUtf8;
        return payload.IsEmpty && !IsMessage(topic) ? PayloadError.Empty : PayloadError.None;
    }

    private static bool IsMessage(string topic) => topic == "status" || topic.StartsWith("events/", StringComparison.Ordinal);

    private PayloadError Read(string topic, ReadOnlySpan<byte> payload)
    {
        try
        {
            if (topic == "telemetry") return ReadTelemetry(payload);
            if (topic.StartsWith(ScalarPrefix, StringComparison.Ordinal)) return ReadScalar(topic[ScalarPrefix.Length..], payload);
            return IsMessage(topic) ? ReadMessage(payload) : PayloadError.UnknownTopic;
        }
        catch (JsonException)
        {
            return PayloadError.MalformedJson;
        }
        catch (InvalidOperationException)
        {
            // The reader's way of saying that an escape sequence is half of a surrogate pair.
            return PayloadError.MalformedJson;
        }
    }

    private PayloadError ReadTelemetry(ReadOnlySpan<byte> payload)
    {
        var mayBeWrapped = payload.IndexOf("\"values\""u8) >= 0;
        var reader = new Utf8JsonReader(payload);
        reader.Read();
        var error = reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadEntry(ref reader, mayBeWrapped),
            JsonTokenType.StartArray => ReadArray(ref reader, mayBeWrapped),
            _ => PayloadError.NotAnObject,
        };
        // Reading on is what finds garbage behind the closing bracket.
        if (error == PayloadError.None) reader.Read();
        return error;
    }

    private PayloadError ReadArray(ref Utf8JsonReader reader, bool mayBeWrapped)
    {
        for (var count = 1; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (reader.TokenType != JsonTokenType.StartObject) return PayloadError.NotAnObject;
            if (count > PayloadLimits.Entries) return PayloadError.TooManyEntries;
            var error = ReadEntry(ref reader, mayBeWrapped);
            if (error != PayloadError.None) return error;
        }
        return PayloadError.None;
    }

    private PayloadError ReadEntry(ref Utf8JsonReader reader, bool mayBeWrapped)
    {
        var error = _entry.Read(ref reader, mayBeWrapped);
        if (error == PayloadError.None && _entry.TryBuild(out var entry)) _entries.Add(entry);
        return error;
    }

    private PayloadError ReadScalar(string key, ReadOnlySpan<byte> payload)
    {
        if (key.Contains('/', StringComparison.Ordinal)) return PayloadError.UnknownTopic;
        var error = ScalarPayload.Read(payload, out var value);
        if (error != PayloadError.None) return error;
        error = _entry.ReadOne(key, value);
        if (error == PayloadError.None && _entry.TryBuild(out var entry)) _entries.Add(entry);
        return error;
    }

    private PayloadError ReadMessage(ReadOnlySpan<byte> payload)
    {
        var error = MessagePayload.Read(payload, out var json);
        if (error == PayloadError.None) _entries.Add(new PayloadEntry(null, [], json));
        return error;
    }
}
