using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>The rows of one row group, column by column.</summary>
internal sealed class ParquetTable
{
    private readonly List<string> _devices = [];
    private readonly List<DateTime> _times = [];
    private readonly List<string> _keys = [];
    private readonly List<List<Scalar?>> _values;
    private readonly IReadOnlyList<KeyValuePair<string, ScalarKind>> _columns;
    private readonly DataField _device = new(Columns.Device, typeof(string), isNullable: false);
    private readonly DateTimeDataField _time =
        new(Columns.Time, DateTimeFormat.Timestamp, true, DateTimeTimeUnit.Micros, isNullable: false);

    private readonly DataField? _key;
    private readonly List<DataField> _fields;

    public ParquetTable(IReadOnlyList<KeyValuePair<string, ScalarKind>> columns, bool hasKeys)
    {
        _columns = columns;
        _values = [.. columns.Select(_ => new List<Scalar?>())];
        _fields = [.. columns.Select(column => new DataField(column.Key, TypeOf(column.Value), isNullable: true))];
        if (hasKeys) _key = new DataField(Columns.Key, typeof(string), isNullable: false);
    }

    public IReadOnlyList<Field> Fields => [_device, _time, .. _key is null ? Array.Empty<Field>() : [_key], .. _fields];

    public int Rows => _devices.Count;

    public void Add(Moment moment, string? key, IEnumerable<Scalar?> cells)
    {
        _devices.Add(moment.DeviceId);
        _times.Add(moment.Time.ToDateTimeUtc());
        if (key is not null) _keys.Add(key);
        foreach (var (column, cell) in cells.Index())
        {
            if (cell is { } value && value.Kind != _columns[column].Value)
                throw new RefusedException($"The key '{_columns[column].Key}' has values of more than one type, which a column of Parquet "
                    + "can't: leave out --wide, or export to .csv");
            _values[column].Add(cell);
        }
    }

    public async Task WriteAsync(ParquetRowGroupWriter group)
    {
        await group.WriteAsync(_device, _devices);
        await group.WriteAsync<DateTime>(_time, _times.ToArray());
        if (_key is not null) await group.WriteAsync(_key, _keys);
        for (var column = 0; column < _columns.Count; column++) await WriteAsync(group, column);
        group.CompleteValidate();
        foreach (var values in _values) values.Clear();
        _devices.Clear();
        _times.Clear();
        _keys.Clear();
    }

    private Task WriteAsync(ParquetRowGroupWriter group, int column) => _columns[column].Value switch
    {
        ScalarKind.Number => group.WriteAsync<double>(_fields[column], Each(column, Number)),
        ScalarKind.Boolean => group.WriteAsync<bool>(_fields[column], Each(column, text => text == "true")),
        _ => group.WriteAsync(_fields[column], _values[column].Select(value => value?.Text).ToList()),
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private ReadOnlyMemory<T?> Each<T>(int column, Func<string, T> read)
        where T : struct => _values[column].Select(value => value is { } cell ? read(cell.Text) : (T?)null).ToArray();

    private static Type TypeOf(ScalarKind kind) => kind switch
    {
        ScalarKind.Number => typeof(double),
        ScalarKind.Boolean => typeof(bool),
        _ => typeof(string),
    };
}
