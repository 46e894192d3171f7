using System.Text.Json.Nodes;
using CsvHelper;
using IotPlatform.Cli.Files;

namespace IotPlatform.Cli.Devices;

/// <summary>
/// Writes records of devices one by one. Cells stand as they are: a file that a spreadsheet is to open can have those escaped that it
/// would run as formulas, and is then no longer what the import takes.
/// </summary>
public sealed class DeviceWriter : IAsyncDisposable
{
    private readonly TextWriter _text;
    private readonly CsvWriter? _csv;

    /// <summary>A writer of records.</summary>
    public DeviceWriter(TextWriter text, DeviceFormat format, bool escapeFormulas)
    {
        _text = text;
        if (format is not DeviceFormat.Csv) return;
        var injection = escapeFormulas ? CsvInjection.Escape : CsvInjection.None;
        _csv = CsvWriter.Create(text, CsvWriterOptions.Default with { NewLine = "\n", Injection = injection }, leaveOpen: true);
    }

    /// <summary>Writes what stands before the first record.</summary>
    public async Task BeginAsync()
    {
        if (_csv is null) return;
        foreach (var member in DeviceRecord.Members) _csv.WriteField(member);
        await _csv.EndRecordAsync();
    }

    /// <summary>Writes a record.</summary>
    public async Task WriteAsync(JsonObject record)
    {
        if (_csv is null)
        {
            await _text.WriteAsync(Json.Text(record) + "\n");
            return;
        }
        foreach (var member in DeviceRecord.Members) _csv.WriteField(Cell(record[member]));
        await _csv.EndRecordAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_csv is not null) await _csv.DisposeAsync();
    }

    private static string Cell(JsonNode? value) => value switch
    {
        null or JsonObject { Count: 0 } => "",
        JsonArray list => ListCell.Write([.. list.Select(item => item!.GetValue<string>())]),
        JsonValue text when text.TryGetValue<string>(out var said) => said,
        _ => Json.Text(value),
    };
}
