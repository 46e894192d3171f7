using System.CommandLine;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Telemetry.Files;
using NodaTime;

namespace IotPlatform.Cli.Telemetry.Import;

/// <summary><c>telemetry import</c>: a file's values into the platform, with their own times.</summary>
internal sealed class ImportVerb(TimeProvider time)
{
    private readonly ApiOptions _api = new();
    private readonly Argument<string> _file = new("file")
    {
        Description = "What export writes, in any of its formats and forms",
        HelpName = "FILE",
    };

    private readonly Option<string?> _format = new("--format")
    {
        Description = "csv, jsonl or parquet; else as the file's name ends",
        HelpName = "FORMAT",
    };

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = "Posts at a time; 4 without it",
        HelpName = "N",
        DefaultValueFactory = _ => 4,
    };

    private readonly Option<bool> _json = SharedOptions.Json();

    public Verb Build()
    {
        var verb = new Verb(
            "import",
            "Store what stands in a file; a second time changes nothing",
            "./iot telemetry import week.parquet",
            "./iot telemetry import pumps.csv --parallel 8 --json") { _file, _format, _parallel, _json };
        _api.AddTo(verb);
        return verb.Does(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var path = parsed.GetValue(_file)!;
        var format = FileFormats.Of(parsed.GetValue(_format), path);
        if (parsed.GetValue(_parallel) is < 1 or > 50) throw new RefusedException("--parallel must be 1 to 50");
        using var api = _api.Client(parsed, time);
        await using var input = Open(path);
        var importer = new Importer(api, parsed.GetValue(_parallel), Instant.FromDateTimeOffset(time.GetUtcNow()));
        await importer.RunAsync(FileRows.ReadAsync(input, format, cancellation), cancellation);
        Show(importer.Report, parsed.GetValue(_json));
        return importer.Report.Rejected == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Show(ImportReport report, bool asJson)
    {
        foreach (var line in report.Lines()) Output.Error(line);
        if (asJson) Output.Json(new JsonObject { ["accepted"] = report.Accepted, ["rejected"] = report.Rejected });
        else Output.Line($"{report.Accepted} values stored, {report.Rejected} left out");
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(fault.Message);
        }
    }
}
