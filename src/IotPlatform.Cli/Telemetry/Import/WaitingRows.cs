using IotPlatform.Cli.Telemetry.Files;

namespace IotPlatform.Cli.Telemetry.Import;

/// <summary>Gathers rows by device until they make a batch, or too many wait.</summary>
public sealed class WaitingRows
{
    private const int Most = 100_000;

    private readonly Dictionary<string, DeviceBatch> _batches = [];
    private int _count;

    /// <summary>Adds a row; gives the batches that are to be sent now.</summary>
    public IReadOnlyList<DeviceBatch> Add(FileRow row)
    {
        if (!_batches.TryGetValue(row.DeviceId, out var batch)) _batches[row.DeviceId] = batch = new DeviceBatch(row.DeviceId);
        batch.Add(row);
        _count++;
        if (!batch.IsFull) return _count >= Most ? TakeAll() : [];
        _batches.Remove(row.DeviceId);
        _count -= batch.Rows;
        return [batch];
    }

    /// <summary>Gives all that waits.</summary>
    public IReadOnlyList<DeviceBatch> TakeAll()
    {
        List<DeviceBatch> all = [.. _batches.Values];
        _batches.Clear();
        _count = 0;
        return all;
    }
}
