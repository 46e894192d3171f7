using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Accounts;

/// <summary>
/// Customers and their API keys, for the command line and the first start. Their streams belong to the platform's own tenant, since a
/// key is looked up before its customer is known; changes are told to all nodes within the same transaction.
/// </summary>
public sealed class AccountStore(IDocumentStore store, ApiKeyUse use, IClock clock)
{
    /// <summary>The tenant of accounts themselves; no customer's id can equal it, as theirs hold no underscore.</summary>
    public const string Tenant = "_platform";

    /// <summary>The PostgreSQL channel on which a changed key's lookup characters are announced.</summary>
    public const string KeyChannel = "iot_api_keys";

    /// <summary>The PostgreSQL channel on which a changed customer's id is announced.</summary>
    public const string CustomerChannel = "iot_customers";

    /// <summary>How long a key may go on beside the one that takes its place.</summary>
    public static readonly Duration LongestOverlap = Duration.FromDays(7);

    // A procedure, since a select would put a result set among those that the event store expects.
    internal static readonly SchemaScript Script = new("announcements", """
        create or replace procedure iot.announce(channel text, payload text) language sql as $$ select pg_notify(channel, payload) $$;
        """);

    /// <summary>Creates a customer on the default plan; null when one with this id is there already.</summary>
    public Task<Customer?> CreateCustomerAsync(string name, CancellationToken cancellation) =>
        CreateCustomerAsync(name, null, cancellation);

    /// <summary>Creates a customer; null when one with this id is there already.</summary>
    /// <param name="plan">The customer's plan; null: whatever is the default.</param>
    public async Task<Customer?> CreateCustomerAsync(string name, Plan? plan, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var created = new CustomerCreated(Customer.IdOf(name), name, now);
        object[] events = plan is null ? [created] : [created, new CustomerPlanChanged(created.Id, plan.Name, now)];
        await using var session = Open();
        if (await session.LoadAsync<Customer>(created.Id, cancellation) is not null) return null;
        session.Events.StartStream<Customer>(created.Id, events);
        Announce(session, CustomerChannel, created.Id);
        await session.SaveChangesAsync(cancellation);
        return events.Aggregate((Customer?)null, Customer.Fold);
    }

    /// <summary>
    /// Gives a customer another plan, on all nodes; null when there is no customer of this id. Repeating it changes nothing.
    /// </summary>
    /// <param name="plan">Null: whatever is the default.</param>
    public Task<Customer?> ChangePlanAsync(string customer, Plan? plan, CancellationToken cancellation) => ChangeAsync(
        customer, (state, now) => state.Plan == plan?.Name ? null : new CustomerPlanChanged(customer, plan?.Name, now), cancellation);

    /// <summary>
    /// Lets a customer only read from now on, on all nodes; null when there is no customer of this id. Repeating it changes nothing.
    /// </summary>
    /// <param name="reason">What the customer is told.</param>
    public Task<Customer?> SuspendAsync(string customer, string? reason, CancellationToken cancellation) => ChangeAsync(
        customer, (state, now) => state.SuspendedAt is not null ? null : new CustomerSuspended(customer, reason, now), cancellation);

    /// <summary>Ends a suspension, on all nodes; null when there is no customer of this id. Repeating it changes nothing.</summary>
    public Task<Customer?> ResumeAsync(string customer, CancellationToken cancellation) => ChangeAsync(
        customer, (state, now) => state.SuspendedAt is null ? null : new CustomerResumed(customer, now), cancellation);

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
        Announce(session, KeyChannel, created.Id);
        await session.SaveChangesAsync(cancellation);
        return ApiKey.Fold(null, created)!;
    }

    /// <summary>
    /// Puts a new key in the place of another, for the same customer, with the same rights and the same expiry. Null when there is no key
    /// with these lookup characters that works.
    /// </summary>
    /// <param name="secret">The new key; it stays with the caller.</param>
    /// <param name="overlap">How long the old key goes on, <see cref="LongestOverlap"/> at most; zero: not at all.</param>
    public async Task<(ApiKey Old, ApiKey New)?> RotateKeyAsync(
        string lookup, ApiKeySecret secret, Duration overlap, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, Duration.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(overlap, LongestOverlap);
        await using var session = Open();
        var stream = await session.Events.FetchForWriting<ApiKey>(lookup, cancellation);
        var now = clock.GetCurrentInstant();
        if (stream.Aggregate is not { } key || !key.IsValid(now)) return null;
        var created = new ApiKeyCreated(secret.Lookup, key.Customer, secret.Hash, key.Services, key.Permissions, key.ExpiresAt, now);
        var rotated = new ApiKeyRotated(lookup, secret.Lookup, now + overlap, now);
        session.Events.StartStream<ApiKey>(created.Id, created);
        stream.AppendOne(rotated);
        Announce(session, KeyChannel, created.Id);
        Announce(session, KeyChannel, lookup);
        await session.SaveChangesAsync(cancellation);
        return (ApiKey.Fold(key, rotated)!, ApiKey.Fold(null, created)!);
    }

    /// <summary>The keys of a customer, or of all, oldest first, with their last use.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListKeysAsync(string? customer, CancellationToken cancellation)
    {
        await using var session = Open();
        var keys = await session.Query<ApiKey>().ToListAsync(cancellation);
        var used = await use.ReadAsync(cancellation);
        return
        [
            .. keys.Where(key => customer is null || key.Customer == customer).OrderBy(key => key.CreatedAt)
                .Select(key => key with { LastUsedAt = used.TryGetValue(key.Id, out var at) ? at : null }),
        ];
    }

    /// <summary>Revokes a key on all nodes; null when there is none with these lookup characters. Repeating it changes nothing.</summary>
    public async Task<ApiKey?> RevokeKeyAsync(string lookup, CancellationToken cancellation)
    {
        await using var session = Open();
        var stream = await session.Events.FetchForWriting<ApiKey>(lookup, cancellation);
        if (stream.Aggregate is not { RevokedAt: null } key) return stream.Aggregate;
        var revoked = new ApiKeyRevoked(lookup, clock.GetCurrentInstant());
        stream.AppendOne(revoked);
        Announce(session, KeyChannel, lookup);
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

    private async Task<Customer?> ChangeAsync(string customer, Func<Customer, Instant, object?> decide, CancellationToken cancellation)
    {
        await using var session = Open();
        var stream = await session.Events.FetchForWriting<Customer>(customer, cancellation);
        if (stream.Aggregate is not { } state || decide(state, clock.GetCurrentInstant()) is not { } fact) return stream.Aggregate;
        stream.AppendOne(fact);
        Announce(session, CustomerChannel, customer);
        await session.SaveChangesAsync(cancellation);
        return Customer.Fold(state, fact);
    }

    private static void Announce(IDocumentSession session, string channel, string id) =>
        session.QueueSqlCommand("call iot.announce(?, ?)", channel, id);
}
