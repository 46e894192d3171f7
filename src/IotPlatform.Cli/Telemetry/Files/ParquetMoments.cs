using Parquet;
using Parquet.Schema;

namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>
/// Telemetry as Parquet: a row for each value, whose type is the column that it stands in, or one for each moment with a typed column for
/// each key. Numbers are 64-bit floating point there.
/// </summary>
public sealed class ParquetMoments : IMomentFile
{
    // A row group is what is held in memory.
    private const int RowsOfGroup = 50_000;

    private static readonly IReadOnlyList<KeyValuePair<string, ScalarKind>> OfLongForm =
        [new(Columns.Number, ScalarKind.Number), new(Columns.Boolean, ScalarKind.Boolean), new(Columns.Text, ScalarKind.Text)];

    private readonly ParquetWriter _file;
    private readonly ParquetTable _table;
    private readonly IReadOnlyList<string>? _keys;

    private ParquetMoments(ParquetWriter file, ParquetTable table, IReadOnlyList<string>? keys) =>
        (_file, _table, _keys) = (file, table, keys);

    /// <summary>Begins a file; <paramref name="keys"/> are the columns of the wide form with their types.</summary>
    public static async Task<ParquetMoments> CreateAsync(Stream output, IReadOnlyList<KeyValuePair<string, ScalarKind>>? keys)
    {
        var table = new ParquetTable(keys ?? OfLongForm, hasKeys: keys is null);
        var file = await ParquetWriter.CreateAsync(new ParquetSchema(table.Fields), output);
        return new ParquetMoments(file, table, keys?.Select(key => key.Key).ToList());
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(Moment moment)
    {
        if (_keys is null)
            foreach (var (key, value) in moment.Values)
                _table.Add(moment, key, OfLongForm.Select(column => column.Value == value.Kind ? value : (Scalar?)null));
        else
            _table.Add(moment, null, Wide.Cells(_keys, moment));
        if (_table.Rows >= RowsOfGroup) await WriteGroupAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_table.Rows > 0) await WriteGroupAsync();
        await _file.DisposeAsync();
    }

    private async Task WriteGroupAsync()
    {
        using var group = _file.CreateRowGroup();
        await _table.WriteAsync(group);
    }
}
