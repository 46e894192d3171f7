using System.CommandLine;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Files;
using IotPlatform.Cli.Telemetry.Files;
using NodaTime;

namespace IotPlatform.Cli.Telemetry.Import;

/// <summary><c>telemetry import</c>: a file's values into the platform, with their own times.</summary>
internal sealed class ImportVerb(ApiOptions api, TimeProvider time)
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "What export writes, in any of its formats and forms; - is standard input",
        HelpName = "FILE",
    };

    private readonly Option<string?> _format = FileFormats.Option();
    private readonly Option<int> _parallel = new Option<int>("--parallel")
    {
        Description = "How many posts are under way at a time, 1 to 50; 4 without it",
        HelpName = "N",
        DefaultValueFactory = _ => 4,
    }.Taking(posts => posts is >= 1 and <= 50, "1 to 50");

    private readonly Option<bool> _json = SharedOptions.Json();

    public Verb Build()
    {
        var verb = new Verb(
            "import",
            "Store what stands in a file; a second time changes nothing",
            "./iot telemetry import week.parquet",
            "./iot telemetry import pumps.csv --parallel 8 --json") { _file, _format, _parallel, _json };
        api.AddTo(verb);
        return verb.Does(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var path = parsed.GetValue(_file)!;
        var format = FileFormats.Of(parsed.GetValue(_format), path);
        if (format is FileFormat.Parquet && path is "-")
            throw new RefusedException("Parquet cannot be read from standard input: name a file");
        using var client = api.Client(parsed, time);
        await using var input = InFile.Open(path);
        var importer = new Importer(client, parsed.GetValue(_parallel), Instant.FromDateTimeOffset(time.GetUtcNow()));
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
}
