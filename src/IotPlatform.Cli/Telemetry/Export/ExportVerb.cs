using System.CommandLine;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Files;
using IotPlatform.Cli.Telemetry.Files;
using NodaTime;

namespace IotPlatform.Cli.Telemetry.Export;

/// <summary><c>telemetry export</c>: what devices sent, as a file.</summary>
internal sealed class ExportVerb(ApiOptions api, TimeProvider time)
{
    private readonly DeviceChoice _devices = new();
    private readonly Option<string[]> _keys = new("--datapoint")
    {
        Description = "A key; may be given again. All without it",
        HelpName = "KEY",
    };

    private readonly Option<string?> _from = new("--from")
    {
        Description = "The first moment, or how long ago: 7d. A day before the end without it",
        HelpName = "TIME",
    };

    private readonly Option<string?> _to = new("--to") { Description = "The end, itself excluded; now without it", HelpName = "TIME" };
    private readonly Option<string?> _interval = new("--interval")
    {
        Description = "A value for each interval, such as 1m or 1h, not every value",
        HelpName = "LENGTH",
    };

    private readonly Option<string?> _aggregation = new("--aggregation")
    {
        Description = "How an interval's values become one: avg (as a rule), min, max, sum, count, first, last",
        HelpName = "NAME",
    };

    private readonly Option<bool> _wide = new("--wide") { Description = "A row for each moment, with a column for each key" };
    private readonly Option<string?> _format = FileFormats.Option();
    private readonly Option<string?> _out = SharedOptions.Out();

    public Verb Build()
    {
        var verb = new Verb(
            "export",
            "Write what devices sent to a file",
            "./iot telemetry export --all --from 7d --out week.parquet",
            "./iot telemetry export --device pump-1 --device pump-2 --datapoint temperature --wide --out pumps.csv",
            "./iot telemetry export --all --interval 1h --aggregation max --format jsonl | head");
        _devices.AddTo(verb);
        foreach (var option in new Option[] { _keys, _from, _to, _interval, _aggregation, _wide, _format, _out }) verb.Add(option);
        api.AddTo(verb);
        return verb.Does(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (query, path) = (QueryOf(parsed), parsed.GetValue(_out));
        var format = FileFormats.Of(parsed.GetValue(_format), path);
        if (format is FileFormat.Parquet && path is null)
            throw new RefusedException("Parquet cannot be written to standard output: say --out FILE");
        using var client = api.Client(parsed, time);
        var devices = await _devices.FindAsync(parsed, client, cancellation);
        var export = new Exporter(client, query, devices);
        await OutFile.WriteAsync(path, output => export.RunAsync(output, format, parsed.GetValue(_wide), cancellation));
        Output.Note(
            $"{Counted.Of(export.Values, "value")} of {Counted.Of(devices.Count, "device")}, "
            + $"{TimeText.Format(query.From)} to {TimeText.Format(query.To)}{(path is null ? "" : $", in {path}")}");
        return ExitCode.Done;
    }

    private ExportQuery QueryOf(ParseResult parsed)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var to = parsed.GetValue(_to) is { } end ? TimeText.TimeOrRefuse("--to", end, now) : now;
        var from = parsed.GetValue(_from) is { } begin ? TimeText.TimeOrRefuse("--from", begin, now) : to - Duration.FromDays(1);
        if (from >= to) throw new RefusedException("--from must be before --to");
        if (parsed.GetValue(_aggregation) is not null && parsed.GetValue(_interval) is null)
            throw new RefusedException("--aggregation needs --interval");
        return new ExportQuery(parsed.GetValue(_keys) ?? [], from, to, parsed.GetValue(_interval), parsed.GetValue(_aggregation));
    }
}
