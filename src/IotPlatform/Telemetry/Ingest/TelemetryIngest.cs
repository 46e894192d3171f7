namespace IotPlatform.Telemetry;

/// <summary>What became of a message.</summary>
/// <param name="Committed">Done when it is on disk; faulted when it will never be.</param>
/// <param name="Error">Why the payload can't be used; then nothing of it is stored, though it counts as a message.</param>
/// <param name="Accepted">Values that are stored.</param>
/// <param name="WrongKind">Values dropped because their datapoint is defined as another kind.</param>
/// <param name="Expired">Values dropped because they are older than the retention.</param>
public readonly record struct IngestReceipt(Task Committed, PayloadError Error, int Accepted, int WrongKind, int Expired)
{
    /// <inheritdoc cref="ParsedPayload.FaultyKey"/>
    public string? FaultyKey { get; init; }

    /// <inheritdoc cref="ParsedPayload.Dropped"/>
    public IReadOnlyList<DroppedKey>? Dropped { get; init; }
}

/// <summary>Parses on the sender's thread, then queues; the payload's bytes are not kept.</summary>
public sealed class TelemetryIngest(
    IngestBuffer queue, IDatapointCatalog datapoints, ITelemetryRetention retention, PayloadErrorLog errors) : ITelemetryIngest
{
    /// <inheritdoc/>
    public ValueTask<Task> EnqueueAsync(DevicePublish message, CancellationToken cancellation)
    {
        var parsed = Parse(message);
        return queue.EnqueueAsync(ToQueue(message, parsed), cancellation);
    }

    /// <summary>Like <see cref="EnqueueAsync"/>, for a sender that wants to know what became of each value.</summary>
    public async ValueTask<IngestReceipt> SubmitAsync(DevicePublish message, CancellationToken cancellation)
    {
        var parsed = Parse(message);
        var committed = await queue.EnqueueAsync(ToQueue(message, parsed), cancellation);
        return new IngestReceipt(committed, parsed.Error, parsed.Entries.Sum(e => e.Samples.Length), parsed.WrongKind, parsed.Expired)
        {
            FaultyKey = parsed.FaultyKey,
            Dropped = parsed.Dropped,
        };
    }

    /// <inheritdoc/>
    public void Refuse(in RefusedPublish refused) => errors.Note(refused);

    private ParsedPayload Parse(in DevicePublish message)
    {
        var customer = message.Device.Customer;
        var rules = new PayloadRules(message.ReceivedAt, retention.Of(customer), datapoints.OfCustomer(customer));
        var parsed = Payload.Parse(message.Topic, message.Payload.Span, rules);
        if (parsed.Error != PayloadError.None || parsed.WrongKind > 0 || parsed.Expired > 0) errors.Note(message, parsed);
        return parsed;
    }

    private static IngestMessage ToQueue(in DevicePublish message, in ParsedPayload parsed)
    {
        var bytes = message.TopicBytes + message.Payload.Length;
        return new IngestMessage(message.Device, StoredTopic(message.Topic, parsed.Error), Math.Max(1, bytes), message.ReceivedAt, parsed);
    }

    // Null says "telemetry"; a topic that was refused is not stored, since it may hold what PostgreSQL refuses as well.
    private static string? StoredTopic(string topic, PayloadError error) =>
        error == PayloadError.UnknownTopic || topic.StartsWith("telemetry", StringComparison.Ordinal) ? null : topic;
}
