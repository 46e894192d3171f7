using System.Globalization;
using CsvHelper;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>Keeps the first faults for the end of the import, and writes all of them into a file as they come.</summary>
public sealed class FaultReport : IDisposable
{
    /// <summary>How many faults are shown.</summary>
    public const int Shown = 100;

    private readonly Lock _lock = new();
    private readonly List<RowFault> _first = [];
    private readonly CsvWriter? _csv;
    private long _count;

    /// <summary>A report, with a file or without.</summary>
    public FaultReport(string? file)
    {
        if (file is null) return;
        try
        {
            _csv = CsvWriter.Create(new StreamWriter(file),
                CsvWriterOptions.Default with { NewLine = "\n", Injection = CsvInjection.Escape });
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"--report: {file} cannot be written: {fault.Message}");
        }
        _csv.WriteRecord("row", "device_id", "fault", "remedy");
    }

    /// <summary>The first faults, as lines, in the order of the rows.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            foreach (var fault in _first.OrderBy(fault => fault.Row))
                yield return $"row {fault.Row}{(fault.DeviceId.Length > 0 ? $" ({fault.DeviceId})" : "")}: {fault.What}; {fault.Remedy}";
            if (_count > Shown) yield return $"and {Counted.Of(_count - Shown, "more row")}; --report FILE lists all";
        }
    }

    /// <summary>Takes a fault down.</summary>
    public void Add(RowFault fault)
    {
        lock (_lock)
        {
            if (_count++ < Shown) _first.Add(fault);
            _csv?.WriteRecord(fault.Row.ToString(CultureInfo.InvariantCulture), fault.DeviceId, fault.What, fault.Remedy);
            _csv?.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _csv?.Dispose();
}
