using IotPlatform.Accounts;
using IotPlatform.Platform;
using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Alarms;

/// <summary>Alarms as the command line handles them: found whosever they are, replayed, rid of their notes.</summary>
public sealed class AlarmArchive(IDocumentStore store, NpgsqlDataSource database, AccountStore accounts, IClock clock)
{
    /// <summary>The id of the customer whose alarm it is, or why none is found.</summary>
    /// <param name="name">The name or id of the customer; null: any.</param>
    public async Task<(string? Customer, string? Refusal)> FindAsync(string alarmId, string? name, CancellationToken cancellation)
    {
        var customer = name is null ? null : (await accounts.FindCustomerAsync(name, cancellation))?.Id;
        if (name is not null && customer is null) return (null, AccountStore.NoCustomer(name));
        var owners = await OwnersAsync(alarmId, cancellation);
        if (customer is not null && owners.Contains(customer)) return (customer, null);
        return owners switch
        {
            [var owner] when name is null => (owner, null),
            [_, _, ..] when name is null => (null, $"Several customers have an alarm '{alarmId}'; say whose is meant: --customer NAME"),
            _ => (null, name is null ? $"There is no alarm '{alarmId}'." : $"The customer '{name}' has no alarm '{alarmId}'."),
        };
    }

    /// <summary>The alarm's life, up to a time; null if it had none yet.</summary>
    public async Task<AlarmReplay?> ReplayAsync(string customer, string alarmId, Instant? asOf, CancellationToken cancellation)
    {
        await using var session = store.QuerySession(customer);
        return AlarmReplay.Of(customer, alarmId, await session.Events.FetchStreamAsync(alarmId, token: cancellation), asOf);
    }

    /// <summary>The alarm without its notes, and how many there were.</summary>
    public async Task<(Alarm Alarm, int Erased)> EraseNotesAsync(string customer, string alarmId, CancellationToken cancellation)
    {
        await using var session = Sessions.Open(store, Caller.System(customer), Ids.New(clock.GetCurrentInstant()));
        var alarm = (await LockedStreams.TakeAsync<Alarm>(session, [alarmId], cancellation))[alarmId];
        var erased = await StoredNotes.EraseAsync(session, alarmId, cancellation);
        var decision = EraseAlarmNotesEndpoint.Decide(erased, alarm.State, Caller.PlatformActor, clock.GetCurrentInstant());
        if (erased == 0) return (alarm.State, 0);
        session.Events.Append(alarmId, alarm.Version + decision.Events.Count, decision.Events);
        await session.SaveChangesAsync(cancellation);
        return (decision.Events.Aggregate(alarm.State, (state, fact) => Alarm.Fold(state, fact)!), erased);
    }

    private async Task<IReadOnlyList<string>> OwnersAsync(string alarmId, CancellationToken cancellation)
    {
        const string Owners = "select tenant_id from iot.mt_streams where id = $1 and type = 'alarm'";
        await using var command = database.CreateCommand(Owners);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = alarmId });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<string> owners = [];
        while (await rows.ReadAsync(cancellation)) owners.Add(rows.GetString(0));
        return owners;
    }
}
