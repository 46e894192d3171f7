using System.Diagnostics.Metrics;
using IotPlatform.Platform;

namespace IotPlatform.Telemetry;

/// <summary>
/// What the ingest counts, under the meter <c>IotPlatform.Telemetry</c>: once for each batch, never for a message that is fine.
/// </summary>
public sealed class TelemetryMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "IotPlatform.Telemetry";

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<int> Sizes =
        new() { HistogramBucketBoundaries = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000] };

    private static readonly IReadOnlyList<string> Errors = Words.All<PayloadError>();

    private readonly Counter<long> _messages;
    private readonly Counter<long> _samples;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _poison;
    private readonly Counter<long> _retries;
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _commit;

    /// <summary>Registers the instruments; the queue's length is observed.</summary>
    public TelemetryMetrics(IMeterFactory meters, IngestBuffer queue, TelemetryOptions options)
    {
        var meter = meters.Create(MeterName);
        _messages = meter.CreateCounter<long>("iot.telemetry.messages", "{message}", "Messages committed.");
        _samples = meter.CreateCounter<long>("iot.telemetry.samples", "{sample}", "Values committed.");
        _rows = meter.CreateCounter<long>("iot.telemetry.rows", "{row}", "Rows of the log committed.");
        _errors = meter.CreateCounter<long>("iot.telemetry.payload_errors", "{message}", "Payloads that could not be used, by reason.");
        _dropped = meter.CreateCounter<long>("iot.telemetry.dropped_values", "{sample}", "Values not stored, by reason.");
        _poison = meter.CreateCounter<long>("iot.telemetry.poison_rows", "{row}", "Rows that PostgreSQL refused.");
        _retries = meter.CreateCounter<long>("iot.telemetry.commit_retries", "{transaction}", "Transactions that had to be tried again.");
        _batch = meter.CreateHistogram("iot.telemetry.batch_size", "{message}", "Messages in one transaction.", advice: Sizes);
        _commit = meter.CreateHistogram(
            "iot.telemetry.commit.duration", "s", "Time from a batch's numbering to its commit.", advice: Seconds);
        meter.CreateObservableGauge("iot.telemetry.queue_depth", () => queue.Length, "{message}", "Messages that wait for their commit.");
        meter.CreateObservableGauge(
            "iot.telemetry.queue_limit", () => options.QueueMessages, "{message}", "Messages that may wait before senders do.");
    }

    /// <summary>A batch is on disk.</summary>
    public void Committed(int messages, IReadOnlyList<TelemetryRecord> records, TimeSpan took)
    {
        var samples = 0;
        for (var i = 0; i < records.Count; i++) samples += records[i].Samples.Count;
        _messages.Add(messages);
        _samples.Add(samples);
        _rows.Add(records.Count);
        _batch.Record(messages);
        _commit.Record(took.TotalSeconds);
    }

    /// <summary>A payload could not be used.</summary>
    public void BadPayload(PayloadError error) => _errors.Add(1, Reason(Errors[(int)error]));

    /// <summary>Single values were left out of a payload that was fine otherwise.</summary>
    public void Dropped(int wrongKind, int expired)
    {
        if (wrongKind > 0) _dropped.Add(wrongKind, Reason("wrong_kind"));
        if (expired > 0) _dropped.Add(expired, Reason("expired"));
    }

    /// <summary>A row that PostgreSQL refuses was left out.</summary>
    public void Poison() => _poison.Add(1);

    /// <summary>A transaction failed and is tried again.</summary>
    public void Retry() => _retries.Add(1);

    private static KeyValuePair<string, object?> Reason(string word) => new("reason", word);
}
