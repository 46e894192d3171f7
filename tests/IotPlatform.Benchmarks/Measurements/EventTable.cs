using IotPlatform.Benchmarks.Load;
using Npgsql;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>Finds tables of the platform by what they hold, so that the benchmark does not depend on what their schema is called.</summary>
internal static class EventTable
{
    /// <summary>The event store's table, qualified.</summary>
    public static string Find(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("select schemaname || '.' || tablename from pg_tables where tablename = 'mt_events'", connection);
        return (string?)command.ExecuteScalar() ?? throw new LoadException("the platform's database has no table mt_events");
    }
}
