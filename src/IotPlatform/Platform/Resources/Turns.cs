using Marten;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>
/// Lets transactions that want the same thing of one customer go one after the other, where no stream is there to lock. It ends with the
/// session's transaction.
/// </summary>
public static class Turns
{
    /// <summary>Waits until no other transaction has the turn for <paramref name="thing"/>.</summary>
    public static async Task WaitAsync(IDocumentSession session, string thing, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 0))");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"{session.TenantId}/{thing}" });
        await session.ExecuteAsync(command, cancellation);
    }
}
