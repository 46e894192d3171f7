using IotPlatform.Benchmarks.Load;
using Npgsql;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>Finds the event store's table, whatever its schema is called.</summary>
internal static class EventTable
{
    /// <summary>Its qualified name.</summary>
    public static string Find(NpgsqlConnection connection)
    {
        const string sql = "select schemaname || '.' || tablename from pg_tables where tablename = 'mt_events'";
        using var command = new NpgsqlCommand(sql, connection);
        return (string?)command.ExecuteScalar() ?? throw new LoadException("the platform's database has no table mt_events");
    }
}
