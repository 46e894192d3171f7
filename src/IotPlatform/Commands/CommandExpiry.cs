using IotPlatform.Platform;
using NodaTime;
using Npgsql;

namespace IotPlatform.Commands;

/// <summary>
/// Closes the commands whose time has ended. The deadlines are an index over the open commands, looked at each second: they outlive the
/// platform, and waiting for them costs no memory.
/// </summary>
public sealed class CommandExpiry(
    NpgsqlDataSource database, CommandJournal journal, IClock clock, ILogger<CommandExpiry> logger) : BackgroundService
{
    private const int PageSize = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Closes all commands whose time has ended by now.</summary>
    public async Task ExpireAsync(CancellationToken cancellation)
    {
        int found;
        do
        {
            var now = clock.GetCurrentInstant();
            var due = await DueAsync(now, cancellation);
            found = due.Count;
            foreach (var ofCustomer in due.GroupBy(command => command.Customer))
            {
                var entries = ofCustomer.Select(command => new CommandEntry(command.Id, CommandStep.Expired, now)).ToList();
                await journal.WriteAsync(ofCustomer.Key, entries, cancellation);
            }
        }
        while (found == PageSize);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryExpireAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The platform stops.
        }
    }

    private async Task TryExpireAsync(CancellationToken cancellation)
    {
        try
        {
            await ExpireAsync(cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            logger.LogWarning(fault, "Commands whose time has ended could not be closed; trying again");
        }
    }

    private async Task<List<(string Customer, string Id)>> DueAsync(Instant now, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "select tenant_id, id from iot.mt_doc_opencommand where data->>'expires_at' <= $1 order by data->>'expires_at' limit $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Json.Format(now) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PageSize });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<(string, string)> due = [];
        while (await rows.ReadAsync(cancellation)) due.Add((rows.GetString(0), rows.GetString(1)));
        return due;
    }
}
