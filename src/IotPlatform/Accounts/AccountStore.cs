using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Accounts;

/// <summary>
/// Customers and their API keys, for the command line and the first start. Their streams belong to the platform's own tenant, since a
/// key is looked up before its customer is known; changes of keys are told to all nodes within the same transaction.
/// </summary>
public sealed class AccountStore(IDocumentStore store, IClock clock)
{
    /// <summary>The tenant of accounts themselves; no customer's id can equal it, as theirs hold no underscore.</summary>
    public const string Tenant = "_platform";

    /// <summary>The PostgreSQL channel on which a changed key's lookup characters are announced.</summary>
    public const string KeyChannel = "iot_api_keys";

    // A procedure, since a select would put a result set among those that the event store expects.
    internal static readonly SchemaScript Script = new("announcements", """
        create or replace procedure iot.announce(channel text, payload text) language sql as $$ select pg_notify(channel, payload) $$;
        """);

    /// <summary>Creates a customer; null when one with this id is there already.</summary>
    public async Task<Customer?> CreateCustomerAsync(string name, CancellationToken cancellation)
    {
        var created = new CustomerCreated(Customer.IdOf(name), name, clock.GetCurrentInstant());
        await using var session = Open();
        if (await session.LoadAsync<Customer>(created.Id, cancellation) is not null) return null;
        session.Events.StartStream<Customer>(created.Id, created);
        await session.SaveChangesAsync(cancellation);
        return Customer.Fold(null, created);
    }

    /// <summary>All customers, oldest first.</summary>
    public async Task<IReadOnlyList<Customer>> ListCustomersAsync(CancellationToken cancellation)
    {
        await using var session = Open();
        var customers = await session.Query<Customer>().ToListAsync(cancellation);
        return [.. customers.OrderBy(customer => customer.CreatedAt)];
    }

    /// <summary>The customer of this name or id.</summary>
    public async Task<Customer?> FindCustomerAsync(string nameOrId, CancellationToken cancellation)
    {
        await using var session = Open();
        return await session.LoadAsync<Customer>(nameOrId, cancellation)
            ?? await session.LoadAsync<Customer>(Customer.IdOf(nameOrId), cancellation);
    }

    /// <summary>Why nothing is done for a customer whom <see cref="FindCustomerAsync"/> does not find.</summary>
    public static string NoCustomer(string nameOrId) => $"There is no customer '{nameOrId}'; './iot customers list' shows all.";

    /// <summary>Stores a key's hash for a customer; the key itself stays with the caller.</summary>
    public async Task<ApiKey> CreateKeyAsync(
        ApiKeySecret secret, string customer, IReadOnlyList<string> permissions, Instant? expiresAt, CancellationToken cancellation)
    {
        var created = new ApiKeyCreated(
            secret.Lookup, customer, secret.Hash, [ApiKey.IotService], permissions, expiresAt, clock.GetCurrentInstant());
        await using var session = Open();
        session.Events.StartStream<ApiKey>(created.Id, created);
        Announce(session, created.Id);
        await session.SaveChangesAsync(cancellation);
        return ApiKey.Fold(null, created)!;
    }

    /// <summary>The keys of a customer, or of all, oldest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListKeysAsync(string? customer, CancellationToken cancellation)
    {
        await using var session = Open();
        var keys = await session.Query<ApiKey>().ToListAsync(cancellation);
        return [.. keys.Where(key => customer is null || key.Customer == customer).OrderBy(key => key.CreatedAt)];
    }

    /// <summary>Revokes a key on all nodes; null when there is none with these lookup characters. Repeating it changes nothing.</summary>
    public async Task<ApiKey?> RevokeKeyAsync(string lookup, CancellationToken cancellation)
    {
        await using var session = Open();
        var stream = await session.Events.FetchForWriting<ApiKey>(lookup, cancellation);
        if (stream.Aggregate is not { RevokedAt: null } key) return stream.Aggregate;
        var revoked = new ApiKeyRevoked(lookup, clock.GetCurrentInstant());
        stream.AppendOne(revoked);
        Announce(session, lookup);
        await session.SaveChangesAsync(cancellation);
        return ApiKey.Fold(key, revoked);
    }

    /// <summary>The key with these lookup characters.</summary>
    public async Task<ApiKey?> FindKeyAsync(string lookup, CancellationToken cancellation)
    {
        await using var session = store.QuerySession(Tenant);
        return await session.LoadAsync<ApiKey>(lookup, cancellation);
    }

    private IDocumentSession Open() => Sessions.Open(store, Caller.System(Tenant), Ids.New(clock.GetCurrentInstant()));

    private static void Announce(IDocumentSession session, string lookup) =>
        session.QueueSqlCommand("call iot.announce(?, ?)", KeyChannel, lookup);
}
