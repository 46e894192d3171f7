using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>The answers that were given to requests with an <c>Idempotency-Key</c>, for a day.</summary>
public sealed class IdempotentAnswers(NpgsqlDataSource database, IClock clock)
{
    /// <summary>The table. The hashes hide keys and requests, and the answer is encrypted.</summary>
    public static readonly SchemaScript Script = new("idempotent answers", """
        create table if not exists iot.idempotent_answer (
          key bytea primary key,
          request bytea not null,
          answer bytea not null,
          expires_at timestamptz not null
        );
        create index if not exists idempotent_answer_by_expiry on iot.idempotent_answer (expires_at);
        """);

    private static readonly Duration Lifetime = Duration.FromHours(24);

    private DateTimeOffset Now => clock.GetCurrentInstant().ToDateTimeOffset();

    /// <summary>The answer that the key has had, and the request that it was the answer to; null when there is none.</summary>
    public async Task<(byte[] Request, StoredAnswer Answer)?> FindAsync(IdempotencyKey key, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "select request, answer from iot.idempotent_answer where key = $1 and expires_at > $2");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = key.Hash });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = Now });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) return null;
        return (rows.GetFieldValue<byte[]>(0), StoredAnswer.Parse(key.Decrypt(rows.GetFieldValue<byte[]>(1))));
    }

    /// <summary>Keeps an answer in the very transaction that makes it true; on a key that another node has just used, that fails.</summary>
    public void Keep(IDocumentSession session, IdempotentRequest request, StoredAnswer answer)
    {
        session.QueueSqlCommand("delete from iot.idempotent_answer where key = ? and expires_at <= ?", request.Key.Hash, Now);
        session.QueueSqlCommand(
            "insert into iot.idempotent_answer (key, request, answer, expires_at) values (?, ?, ?, ?)",
            request.Key.Hash, request.Fingerprint, request.Key.Encrypt(answer.ToJson()), Now + Lifetime.ToTimeSpan());
    }

    /// <summary>
    /// Keeps an answer, unless a transaction has kept it already: one that changed nothing, or whose effect may happen twice.
    /// </summary>
    public async Task KeepAsync(IdempotentRequest request, StoredAnswer answer, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            insert into iot.idempotent_answer as kept (key, request, answer, expires_at) values ($1, $2, $3, $5)
            on conflict (key) do update set request = excluded.request, answer = excluded.answer, expires_at = excluded.expires_at
            where kept.expires_at <= $4
            """);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = request.Key.Hash });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = request.Fingerprint });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = request.Key.Encrypt(answer.ToJson()) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = Now });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = Now + Lifetime.ToTimeSpan() });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Removes the answers whose day is over.</summary>
    public async Task PruneAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("delete from iot.idempotent_answer where expires_at <= $1");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = Now });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Whether <paramref name="fault"/> says that another node has answered the same key in the same instant.</summary>
    public static bool IsAnsweredElsewhere(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException!)
            if (cause is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "idempotent_answer" }) return true;
        return false;
    }
}
