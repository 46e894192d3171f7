using System.CommandLine;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Credentials;

namespace IotPlatform.Cli.Devices.Import;

/// <summary><c>devices import</c></summary>
public sealed class ImportDevicesVerb
{
    private readonly Argument<string> _file = new("FILE") { Description = "A CSV with a header, or JSON lines; - is standard input" };
    private readonly Option<string?> _format = DeviceFormats.Option();
    private readonly Option<bool> _dry = new("--dry-run") { Description = "Say what would be done, and do nothing" };
    private readonly Option<bool> _noUpdate = new("--no-update") { Description = "Leave devices that exist as they are" };
    private readonly Option<bool> _missing =
        new("--create-missing") { Description = "Create groups and profiles that do not exist, by name" };


    private readonly Option<int> _parallel = new Option<int>("--parallel")
    {
        Description = "How many rows are under way at a time, 1 to 64; 8 without it",
        HelpName = "N",
        DefaultValueFactory = _ => 8,
    }.Taking(rows => rows is >= 1 and <= 64, "1 to 64");

    private readonly Option<string?> _report =
        new("--report") { Description = "Write faulty rows to a CSV: row, device_id, fault, remedy", HelpName = "FILE" };

    private readonly Option<string?> _credentials = new("--credentials")
    {
        Description = "Append the credentials of new devices to a CSV that you alone can read",
        HelpName = "FILE",
    };

    /// <summary>The verb.</summary>
    public static Verb Build(ApiOptions api, TimeProvider time)
    {
        var verb = new Verb(
            "import", "Make devices what a file says; run again, it changes nothing",
            "./iot devices import devices.csv --dry-run",
            "./iot devices import devices.csv --credentials credentials.csv --report faults.csv",
            "./iot devices export | ./iot devices import - --url https://iot.example.com --key iot_... --create-missing");
        var import = new ImportDevicesVerb();
        verb.Add(import._file);
        Option[] options =
        [
            import._format, import._dry, import._noUpdate, import._missing, import._parallel, import._report, import._credentials,
        ];
        foreach (var option in options) verb.Add(option);
        api.AddTo(verb);
        return verb.Does(async (parsed, cancellation) =>
        {
            using var client = api.Client(parsed, time);
            return await import.RunAsync(parsed, client, time, cancellation);
        });
    }

    private async Task<int> RunAsync(ParseResult parsed, ApiClient client, TimeProvider time, CancellationToken cancellation)
    {
        var options = new ImportOptions(
            parsed.GetValue(_parallel), parsed.GetValue(_dry), !parsed.GetValue(_noUpdate), parsed.GetValue(_missing));
        var path = parsed.GetRequiredValue(_file);
        var format = DeviceFormats.Of(parsed.GetValue(_format), path);
        using var file = new ImportFile(path);
        using var report = new FaultReport(parsed.GetValue(_report));
        using var credentials = parsed.GetValue(_credentials) is { } kept && !options.IsDry ? new CredentialFile(kept) : null;
        using var import = new DeviceImport(client, options, report, credentials);
        var progress = new ImportProgress(import.Tally, file, time);
        client.OnRateLimit = progress.Wait;
        try
        {
            await progress.ShowAsync(import.RunAsync(RowReader.ReadAsync(file.Text, format, cancellation), cancellation));
        }
        catch (Exception end) when (end is OperationCanceledException or RefusedException)
        {
            Output.Line(import.Tally.Summary(options.IsDry));
            Output.Note("not at the end of the file; import it again to go on, what was done is not done twice");
            throw;
        }
        return Conclude(import, report, options, credentials is not null);
    }

    private static int Conclude(DeviceImport import, FaultReport report, ImportOptions options, bool keepsPasswords)
    {
        foreach (var line in report.Lines) Output.Line(line);
        Output.Line(import.Tally.Summary(options.IsDry));
        if (options.IsDry) Output.Note("a dry run: nothing was written");
        else if (!keepsPasswords && import.Tally[RowOutcome.Registered] > 0)
            Output.Note("the passwords of new devices were not kept; --credentials FILE keeps them, "
                + "and POST /v1/iot/devices/{device_id}/credentials/rotate makes new ones");
        return import.Tally[RowOutcome.Faulty] > 0 ? ExitCode.Failed : ExitCode.Done;
    }
}
