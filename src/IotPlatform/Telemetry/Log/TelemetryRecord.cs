using IotPlatform.Devices;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>
/// One row of the log: what one device said about one moment. A message becomes one record for each of its moments, and one without
/// samples if there is nothing to keep.
/// </summary>
/// <param name="Seq">Position in the log: rises strictly in the order of commits, with gaps.</param>
/// <param name="Device">Who sent it.</param>
/// <param name="ReceivedAt">When the platform received it, in microseconds; no two records of one run of the platform share it.</param>
/// <param name="Timestamp">The moment that the values are of: the device's time, or <paramref name="ReceivedAt"/>.</param>
/// <param name="Bytes">Topic and payload of the message, on its first record; 0 on the others.</param>
/// <param name="Topic">Null for telemetry, else the topic below <c>devices/{device_id}/</c>.</param>
/// <param name="Error">Why the payload could not be used, if so.</param>
/// <param name="Samples">The values; empty for <c>status</c>, <c>events/…</c> and bad payloads.</param>
/// <param name="Json">The values as stored; empty where there are none.</param>
public sealed record TelemetryRecord(
    long Seq,
    DeviceHandle Device,
    Instant ReceivedAt,
    Instant Timestamp,
    int Bytes,
    string? Topic,
    PayloadError Error,
    IReadOnlyList<Sample> Samples,
    ReadOnlyMemory<byte> Json)
{
    /// <summary>Whether this is the first record of its message; summing over these counts messages.</summary>
    public bool StartsMessage => Bytes > 0;
}

/// <summary>Records that are committed, in order of <see cref="TelemetryRecord.Seq"/>; never empty.</summary>
public sealed record TelemetryBatch(IReadOnlyList<TelemetryRecord> Records)
{
    /// <summary>Position of the first record.</summary>
    public long FirstSeq => Records[0].Seq;

    /// <summary>Position of the last record: the checkpoint of whoever has dealt with the batch.</summary>
    public long LastSeq => Records[^1].Seq;
}
