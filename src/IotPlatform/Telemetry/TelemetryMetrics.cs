using System.Diagnostics.Metrics;

namespace IotPlatform.Telemetry;

/// <summary>Counters of the ingest, under the meter <c>IotPlatform.Telemetry</c>.</summary>
public sealed class TelemetryMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "IotPlatform.Telemetry";

    private readonly Counter<long> _messages;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _poison;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _commit;

    /// <summary>Registers the instruments; the queue's length is observed.</summary>
    public TelemetryMetrics(IMeterFactory meters, IngestBuffer queue)
    {
        var meter = meters.Create(MeterName);
        _messages = meter.CreateCounter<long>("iot.telemetry.messages", description: "Messages committed.");
        _rows = meter.CreateCounter<long>("iot.telemetry.rows", description: "Rows of the log committed.");
        _errors = meter.CreateCounter<long>("iot.telemetry.payload_errors", description: "Payloads that could not be used, by reason.");
        _dropped = meter.CreateCounter<long>("iot.telemetry.dropped_values", description: "Values not stored, by reason.");
        _poison = meter.CreateCounter<long>("iot.telemetry.poison_rows", description: "Rows that PostgreSQL refused.");
        _retries = meter.CreateCounter<long>("iot.telemetry.commit_retries", description: "Transactions that had to be tried again.");
        _commit = meter.CreateHistogram<double>("iot.telemetry.commit_duration", "ms", "Time from a batch's numbering to its commit.");
        meter.CreateObservableGauge("iot.telemetry.queue_length", () => queue.Length, description: "Messages that wait for their commit.");
    }

    /// <summary>A batch is on disk.</summary>
    public void Committed(int messages, int rows, TimeSpan took)
    {
        _messages.Add(messages);
        _rows.Add(rows);
        _commit.Record(took.TotalMilliseconds);
    }

    /// <summary>A payload could not be used.</summary>
    public void BadPayload(PayloadError error) => _errors.Add(1, new KeyValuePair<string, object?>("reason", error.ToString()));

    /// <summary>Single values were left out of a payload that was fine otherwise.</summary>
    public void Dropped(int wrongKind, int expired)
    {
        if (wrongKind > 0) _dropped.Add(wrongKind, new KeyValuePair<string, object?>("reason", "wrong_kind"));
        if (expired > 0) _dropped.Add(expired, new KeyValuePair<string, object?>("reason", "expired"));
    }

    /// <summary>A row that PostgreSQL refuses was left out.</summary>
    public void Poison() => _poison.Add(1);

    /// <summary>A transaction failed and is tried again.</summary>
    public void Retry() => _retries.Add(1);
}
