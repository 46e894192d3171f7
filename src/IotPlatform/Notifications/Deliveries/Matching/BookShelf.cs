using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>The customers' books, read when they are needed and kept until something in them changes.</summary>
public sealed class BookShelf(IDocumentStore store, Freshness freshness, IClock clock)
{
    // A silence that has ended so long ago has nothing to say of what is still to be planned.
    private static readonly Duration Past = Duration.FromDays(1);

    private readonly Dictionary<string, NotificationBook> _books = [];

    /// <summary>The book as it stands after all that has been committed.</summary>
    public async ValueTask<NotificationBook> GetAsync(string customer, CancellationToken cancellation)
    {
        if (_books.TryGetValue(customer, out var known)) return known;
        var book = await ReadAsync(customer, cancellation);
        return _books[customer] = book;
    }

    /// <summary>Something in the customer's book has changed.</summary>
    public void Forget(string customer) => _books.Remove(customer);

    /// <summary>What changed meanwhile is not known.</summary>
    public void ForgetAll() => _books.Clear();

    /// <summary>Reads a book afresh.</summary>
    public async Task<NotificationBook> ReadAsync(string customer, CancellationToken cancellation)
    {
        await freshness.CatchUpWithStoreAsync(cancellation);
        await using var session = store.QuerySession(customer);
        var policies = await session.Query<NotificationPolicy>().ToListAsync(cancellation);
        var channels = await session.Query<NotificationChannel>().ToListAsync(cancellation);
        var silences = await session.QueryAsync<Silence>(
            "where data ->> 'ends_at' > ?", cancellation, Json.Format(clock.GetCurrentInstant() - Past));
        return new(
            [.. policies.Where(policy => policy.IsEnabled).OrderBy(policy => policy.CreatedAt).ThenBy(policy => policy.Id, StringComparer.Ordinal)],
            channels.ToDictionary(channel => channel.Id), silences);
    }
}
