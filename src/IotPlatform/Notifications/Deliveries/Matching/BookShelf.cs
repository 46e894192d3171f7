using System.Text.Json;
using IotPlatform.Platform;
using NodaTime;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>The customers' books, read when they are needed and kept until something in them changes.</summary>
public sealed class BookShelf(NpgsqlDataSource database, LastStates states, IClock clock)
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
        var entries = await EntriesAsync(customer, cancellation);
        var policies = await states.ReadLivingAsync<NotificationPolicy>(customer, Ids(BookEntryKind.Policy), cancellation);
        var channels = await states.ReadLivingAsync<NotificationChannel>(customer, Ids(BookEntryKind.Channel), cancellation);
        var silences = await states.ReadLivingAsync<Silence>(customer, Ids(BookEntryKind.Silence), cancellation);
        return new(
            [
                .. policies.Values.Where(policy => policy.IsEnabled)
                    .OrderBy(policy => policy.CreatedAt).ThenBy(policy => policy.Id, StringComparer.Ordinal),
            ],
            channels, [.. silences.Values]);

        string[] Ids(BookEntryKind kind) => [.. entries.Where(entry => entry.Kind == kind).Select(entry => entry.Id)];
    }

    private async Task<List<BookEntry>> EntriesAsync(string customer, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "select data from iot.mt_doc_bookentry where tenant_id = $1 and (data ->> 'ends_at' is null or data ->> 'ends_at' > $2)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Json.Format(clock.GetCurrentInstant() - Past) });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<BookEntry> entries = [];
        while (await rows.ReadAsync(cancellation))
            entries.Add(JsonSerializer.Deserialize<BookEntry>(rows.GetFieldValue<byte[]>(0), Json.Store)!);
        return entries;
    }
}
