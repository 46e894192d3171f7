using System.Globalization;
using System.Runtime.CompilerServices;
using NodaTime;
using Parquet;
using Parquet.Schema;

namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>Reads telemetry from Parquet, row group by row group, in both of its forms.</summary>
internal static class ParquetRows
{
    public static async IAsyncEnumerable<FileRow> ReadAsync(Stream input, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var file = await ParquetReader.CreateAsync(input, cancellationToken: cancellation);
        var fields = file.Schema.GetDataFields();
        var (device, time, key) = (Required(Columns.Device), Required(Columns.Time), Find(Columns.Key));
        if (!IsText(device) || time.ClrType != typeof(DateTime) || (key is not null && !IsText(key)))
            throw new RefusedException(
                $"'{Columns.Device}' and '{Columns.Key}' must be columns of texts, '{Columns.Time}' one of timestamps");
        var others = fields.Where(field => field != device && field != time && field != key).ToList();
        var number = 0L;
        foreach (var group in file.RowGroups)
        {
            var (devices, times) = (await TextsAsync(group, device), await TimesAsync(group, time));
            var keys = key is null ? null : await TextsAsync(group, key);
            var columns = new List<Scalar?[]>();
            foreach (var other in others) columns.Add(await ScalarsAsync(group, other));
            for (var row = 0; row < devices.Length; row++)
            {
                number++;
                foreach (var (column, field) in others.Index())
                    if (columns[column][row] is { } value)
                        yield return FileRow.Of(number, devices[row], times[row], keys is null ? field.Name : keys[row], value);
            }
        }

        DataField? Find(string name) => fields.FirstOrDefault(field => field.Name == name);
        DataField Required(string name) => Find(name) ?? throw new RefusedException($"The file has no column '{name}'");
    }

    private static async Task<Scalar?[]> ScalarsAsync(ParquetRowGroupReader group, DataField field)
    {
        if (IsText(field)) return [.. (await TextsAsync(group, field)).Select(Text)];
        if (field.ClrType == typeof(bool)) return await EachAsync<bool>(group, field, Boolean);
        if (field.ClrType == typeof(double)) return await EachAsync<double>(group, field, value => Number(value));
        if (field.ClrType == typeof(float)) return await EachAsync<float>(group, field, value => Number(value));
        if (field.ClrType == typeof(long)) return await EachAsync<long>(group, field, value => Number(value));
        if (field.ClrType == typeof(int)) return await EachAsync<int>(group, field, value => Number(value));
        throw new RefusedException($"The column '{field.Name}' is neither of numbers nor of booleans nor of texts");
    }

    private static bool IsText(DataField field) => field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>);

    private static Scalar? Text(string? value) => value is null ? null : new Scalar(ScalarKind.Text, value);

    private static Scalar Boolean(bool value) => new(ScalarKind.Boolean, value ? "true" : "false");

    private static Scalar Number(IFormattable value) => new(ScalarKind.Number, value.ToString(null, CultureInfo.InvariantCulture));

    private static async Task<string?[]> TextsAsync(ParquetRowGroupReader group, DataField field)
    {
        var values = new string?[group.RowCount];
        await group.ReadAsync(field, values.AsMemory());
        return values;
    }

    private static async Task<Instant?[]> TimesAsync(ParquetRowGroupReader group, DataField field) =>
        [.. (await NullableAsync<DateTime>(group, field)).Select(time => time is { } value ? (Instant?)Utc(value) : null)];

    private static Instant Utc(DateTime time) => Instant.FromDateTimeUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static async Task<Scalar?[]> EachAsync<T>(ParquetRowGroupReader group, DataField field, Func<T, Scalar> read)
        where T : struct => [.. (await NullableAsync<T>(group, field)).Select(value => value is { } known ? (Scalar?)read(known) : null)];

    private static async Task<T?[]> NullableAsync<T>(ParquetRowGroupReader group, DataField field)
        where T : struct
    {
        var values = new T?[group.RowCount];
        if (field.IsNullable) await group.ReadAsync<T>(field, values.AsMemory());
        else
        {
            var present = new T[group.RowCount];
            await group.ReadAsync<T>(field, present.AsMemory());
            for (var row = 0; row < present.Length; row++) values[row] = present[row];
        }

        return values;
    }
}
