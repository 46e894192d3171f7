using System.Diagnostics;
using IotPlatform.Hosting;
using IotPlatform.Platform;
using NodaTime;
using Npgsql;

namespace IotPlatform.Operations;

/// <summary>Looks at PostgreSQL: whether it answers, keeps what it has committed, and agrees on the time.</summary>
internal static class DatabaseChecks
{
    private static readonly Duration Disagreement = Duration.FromSeconds(1);

    // Of what these are for, an acknowledgement could be lost with the power.
    private static readonly string[] Keeping = ["fsync", "full_page_writes", "synchronous_commit"];

    /// <summary>All that is found out over a connection.</summary>
    public static async Task<IReadOnlyList<Diagnosis>> LookAsync(string connectionString, IClock clock, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        return
        [
            Version(connection.PostgreSqlVersion),
            await DurabilityAsync(connection, cancellation),
            await LatencyAsync(connection, cancellation),
            Clocks(clock.GetCurrentInstant(), await InstantAsync(connection, "select clock_timestamp()", cancellation)),
            await EventsAsync(connection, clock, cancellation),
        ];
    }

    /// <summary>Whether two clocks agree.</summary>
    public static Diagnosis Clocks(Instant ours, Instant? theirs)
    {
        var apart = theirs is { } known ? known - ours : Duration.Zero;
        if (apart < Duration.Zero) apart = -apart;
        return apart <= Disagreement
            ? Diagnosis.Ok("clock", "this machine and PostgreSQL agree")
            : Diagnosis.Fault(
                "clock", $"this machine and PostgreSQL are {apart.TotalSeconds:0.0} s apart",
                "let both keep time by NTP (chrony, systemd-timesyncd)");
    }

    private static Diagnosis Version(Version version) => version.Major >= PostgresBinaries.OldestMajor
        ? Diagnosis.Ok("postgresql", $"version {version} answers")
        : Diagnosis.Fault("postgresql", $"version {version} is too old", $"use version {PostgresBinaries.OldestMajor} or newer");

    private static async Task<Diagnosis> DurabilityAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var off = new List<string>();
        foreach (var setting in Keeping)
            if (await connection.ScalarAsync($"select current_setting('{setting}')", cancellation) is "off" or "local") off.Add(setting);
        return off.Count == 0
            ? Diagnosis.Ok("durability", $"{string.Join(", ", Keeping)} are on")
            : Diagnosis.Fault(
                "durability", $"{string.Join(", ", off)} off: what was acknowledged can be lost with the power",
                $"ALTER SYSTEM SET {off[0]} = on");
    }

    private static async Task<Diagnosis> LatencyAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        const int rounds = 20;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < rounds; i++) await connection.ScalarAsync("select 1", cancellation);
        var each = Stopwatch.GetElapsedTime(start).TotalMilliseconds / rounds;
        return each < 5
            ? Diagnosis.Ok("round trip", $"{each:0.00} ms")
            : Diagnosis.Warning(
                "round trip", $"{each:0.0} ms: every command waits for several of them", "run PostgreSQL near the platform");
    }

    private static async Task<Diagnosis> EventsAsync(NpgsqlConnection connection, IClock clock, CancellationToken cancellation)
    {
        if (!await PlatformSchema.IsInAsync(connection, cancellation))
            return Diagnosis.Ok("events", "none yet; the first start makes the schema");
        const string lastOne = $"select timestamp from {PlatformSchema.Events} order by seq_id desc limit 1";
        var newest = await InstantAsync(connection, lastOne, cancellation);
        return newest is { } time && time > clock.GetCurrentInstant() + Disagreement
            ? Diagnosis.Fault(
                "events", $"the newest is of {Json.Format(time)}, which is in the future",
                "the clock was set back: correct it before anything is written")
            : Diagnosis.Ok("events", newest is { } last ? $"the newest is of {Json.Format(last)}" : "none yet");
    }

    private static async Task<Instant?> InstantAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation) =>
        await connection.ScalarAsync(sql, cancellation) is DateTime time ? Instant.FromDateTimeUtc(time) : null;
}
