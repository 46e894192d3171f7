using CsvHelper;

namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>
/// Telemetry as a table: a row for each value, or, where keys are given, one for each moment with a column for each of them.
/// </summary>
public sealed class CsvMoments : IMomentFile
{
    private readonly CsvWriter _table;
    private readonly IReadOnlyList<string>? _keys;

    /// <summary>A table with its heading.</summary>
    public CsvMoments(Stream output, IReadOnlyList<string>? keys)
    {
        (_table, _keys) = (CsvWriter.Create(output, leaveOpen: true), keys);
        Write([Columns.Device, Columns.Time, .. keys ?? [Columns.Key, Columns.Value]]);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(Moment moment)
    {
        var time = TimeText.Format(moment.Time);
        if (_keys is null)
            foreach (var (key, value) in moment.Values) Write([moment.DeviceId, time, key, value.Cell]);
        else
            Write([moment.DeviceId, time, .. Wide.Cells(_keys, moment).Select(value => value?.Cell ?? "")]);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _table.DisposeAsync();

    private void Write(IEnumerable<string> cells)
    {
        foreach (var cell in cells) _table.WriteField(cell);
        _table.EndRecord();
    }
}
