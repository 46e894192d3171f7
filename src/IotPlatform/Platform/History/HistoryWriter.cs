using System.Buffers;
using System.Text.Json;
using JasperFx.Events;

namespace IotPlatform.Platform;

/// <summary>Writes a history as JSON, an event at a time.</summary>
public sealed class HistoryWriter<T> : IDisposable where T : class, IResource<T>
{
    private static readonly byte[] NoState = "null"u8.ToArray();

    private readonly Utf8JsonWriter _writer;
    private readonly ReadModel<T>? _states;
    private readonly string _customer;
    private readonly string _id;
    private T? _state;
    private ReadOnlyMemory<byte> _before = NoState;

    /// <summary>Begins the document.</summary>
    /// <param name="states">Writes the states, if they are asked for.</param>
    public HistoryWriter(IBufferWriter<byte> output, ReadModel<T>? states, string customer, string id)
    {
        (_states, _customer, _id) = (states, customer, id);
        _writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = Json.Api.Encoder });
        _writer.WriteStartObject();
        _writer.WriteString("resource", T.Kind);
        _writer.WriteString("id", id);
        _writer.WriteStartArray("events");
    }

    /// <summary>Writes the stream's next event.</summary>
    public async ValueTask WriteAsync(IEvent e, CancellationToken cancellation)
    {
        _writer.WriteStartObject();
        _writer.WriteString("id", e.Id);
        _writer.WriteNumber("version", e.Version);
        _writer.WriteString("event_type", e.EventTypeName);
        _writer.WriteString("actor", e.UserName ?? Caller.PlatformActor);
        _writer.WriteString("correlation_id", e.CorrelationId);
        _writer.WritePropertyName("data");
        EventJson.Write(_writer, e);
        _writer.WriteString("created_at", Json.Format(EventStreams.TimeOf(e)));
        if (_states is not null) await WriteStatesAsync(_states, e, cancellation);
        _writer.WriteEndObject();
        _writer.Flush();
    }

    /// <summary>Ends the document, which without this is seen to be broken off.</summary>
    public void End()
    {
        _writer.WriteEndArray();
        _writer.WriteEndObject();
        _writer.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private async ValueTask WriteStatesAsync(ReadModel<T> states, IEvent e, CancellationToken cancellation)
    {
        _state = T.Fold(_state, e.Data);
        var after = new ArrayBufferWriter<byte>(1024);
        if (_state is null) after.Write(NoState);
        else await states.WritePast(after, _customer, _id, _state, EventStreams.TimeOf(e), cancellation);
        _writer.WritePropertyName("state_before");
        _writer.WriteRawValue(_before.Span, skipInputValidation: true);
        _writer.WritePropertyName("state");
        _writer.WriteRawValue(after.WrittenSpan, skipInputValidation: true);
        _before = after.WrittenMemory;
    }
}
