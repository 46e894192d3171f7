using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Credentials;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>
/// Makes the platform's devices what rows say. A row that is under way when the import is interrupted is carried out to its end, so that
/// no password is lost; what was done is found unchanged by the next run.
/// </summary>
public sealed class DeviceImport : IDisposable
{
    private readonly ImportOptions _options;
    private readonly FaultReport _report;
    private readonly DeviceWrites _writes;
    private readonly KnownDevices _known;
    private readonly RowNames _names;
    private readonly GroupJoins _joins;

    /// <summary>An import.</summary>
    public DeviceImport(ApiClient api, ImportOptions options, FaultReport report, CredentialFile? credentials)
    {
        (_options, _report, _writes) = (options, report, new DeviceWrites(api, credentials));
        (_known, _names) = (new KnownDevices(api), new RowNames(api, options));
        _joins = new GroupJoins(api, (row, outcome, reason) =>
        {
            Tally.Revoke(outcome);
            Fail(new(row.Number, row.DeviceId, $"joins no group: {reason}", "import the row again"));
        });
    }

    /// <summary>What has become of the rows so far.</summary>
    public ImportTally Tally { get; } = new();

    /// <summary>Carries rows out, several at a time.</summary>
    public async Task RunAsync(IAsyncEnumerable<ReadRow> rows, CancellationToken cancellation)
    {
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Parallel, CancellationToken = cancellation };
            await Parallel.ForEachAsync(rows, parallel, async (read, _) => await RunAsync(read));
        }
        finally
        {
            await _joins.FlushAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _known.Dispose();
        _names.Dispose();
    }

    private async Task RunAsync(ReadRow read)
    {
        try
        {
            if (read.Row is not { } row) Fail(read.Fault!);
            else if (await _names.FindAsync(row, default) is var (references, fault) && fault is not null) Fail(fault);
            else await RunAsync(row, references!);
        }
        catch (RowRefusedException refused)
        {
            Fail(refused.Fault);
        }
    }

    private async Task RunAsync(DeviceRow row, RowReferences references)
    {
        if (await _known.FindAsync(row.DeviceId, default) is { } known) await UpdateAsync(row, references, known);
        else if (!row.HasName) Fail(new(row.Number, row.DeviceId, "name is missing, which a new device needs", "give one"));
        else if (_options.IsDry) Tally.Add(RowOutcome.Registered);
        else if (await _writes.RegisterAsync(row) is { } registered) await ChangeAsync(row, references, registered, RowOutcome.Registered);
        else if (await _known.AskAsync(row.DeviceId, default) is { } raced) await UpdateAsync(row, references, raced);
        else Fail(new(row.Number, row.DeviceId, "was registered and deleted by somebody else just now", "import the row again"));
    }

    private async Task UpdateAsync(DeviceRow row, RowReferences references, JsonNode device)
    {
        if (DeviceChange.Of(row, references, device).IsNothing) Tally.Add(RowOutcome.Unchanged);
        else if (!_options.Updates) Tally.Add(RowOutcome.Left);
        else if (_options.IsDry) Tally.Add(RowOutcome.Updated);
        else await ChangeAsync(row, references, device, RowOutcome.Updated);
    }

    private async Task ChangeAsync(DeviceRow row, RowReferences references, JsonNode device, RowOutcome outcome)
    {
        var change = DeviceChange.Of(row, references, device);
        await _writes.ChangeAsync(row, change);
        Tally.Add(outcome);
        foreach (var group in change.Join) await _joins.AddAsync(group, row, outcome);
    }

    private void Fail(RowFault fault)
    {
        Tally.Add(RowOutcome.Faulty);
        _report.Add(fault);
    }
}
