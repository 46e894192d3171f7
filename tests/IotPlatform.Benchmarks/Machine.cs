using System.Diagnostics;
using System.Runtime.InteropServices;
using IotPlatform.Benchmarks.Stands;
using Npgsql;

namespace IotPlatform.Benchmarks;

/// <summary>Says what the figures were measured on.</summary>
internal static class Machine
{
    private const int Commits = 200;

    /// <summary>How many processes wanted the processors, over the last minute; others than ours, when asked before the run.</summary>
    public static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    public static string Describe(Stand stand, string loadBefore)
    {
        var model = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString();
        using var connection = stand.Postgres.Open("postgres");
        return $"{Environment.ProcessorCount} cores ({model}) shared by the server, PostgreSQL "
            + $"{connection.PostgreSqlVersion} (fsync and synchronous_commit {Setting(connection)}) and the load generator; "
            + $".NET {Environment.Version}; one commit of one row takes {CommitMilliseconds(connection):0.00} ms (mean of {Commits}); "
            + $"load average before the run {loadBefore}.";
    }

    private static object? Setting(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("show synchronous_commit", connection);
        return command.ExecuteScalar();
    }

    /// <summary>Tells a disk that really writes from one that does not: everything durable is bounded by it.</summary>
    private static double CommitMilliseconds(NpgsqlConnection connection)
    {
        using var table = new NpgsqlCommand("create table if not exists public.commits (n int)", connection);
        table.ExecuteNonQuery();
        using var insert = new NpgsqlCommand("insert into public.commits values (1)", connection);
        insert.ExecuteNonQuery();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Commits; i++) insert.ExecuteNonQuery();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / Commits;
    }
}
