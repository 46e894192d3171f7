using System.Diagnostics;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;
using Npgsql;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// Rules about silence: what it costs to watch a large fleet in which nothing happens, and how soon the last alarm is committed when a
/// tenth as many devices fall silent at the same instant.
/// </summary>
internal sealed class SilentFleet : IMeasurement
{
    private const int TimeoutSeconds = 10;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public string Name => "silence";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        var count = stand.Options.SilentDevices;
        var watched = new Customers(stand).Create("silent", count);
        var unwatched = Still(stand);
        Watch(stand, watched, 86_400);
        AwaitCount(stand, "iot.rule_states where customer", watched, count);
        var still = Still(stand);
        const string unit = "% of a core";
        var what = $"CPU while nothing happens, {count:#,0} devices watched";
        report.Figure($"{what}, server", still.Server, unit, Aims.StillCpu, ("unwatched", unwatched.Server));
        report.Figure($"{what}, PostgreSQL", still.Postgres, unit, Aims.StillCpu, ("unwatched", unwatched.Postgres));
        Outage(stand, report, count / 10);
    }

    /// <summary>CPU time while nobody asks for anything, in hundredths of a core.</summary>
    private static (double Server, double Postgres) Still(Stand stand)
    {
        new Rounds(stand).SettleDown();
        var (start, before) = (Stopwatch.GetTimestamp(), CpuReading.Take(stand.Platform.ProcessId, stand.Postgres.ProcessId));
        Thread.Sleep(TimeSpan.FromSeconds(stand.Options.StillSeconds));
        var used = CpuReading.Take(stand.Platform.ProcessId, stand.Postgres.ProcessId) - before;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (used.Server / seconds * 100, used.Postgres / seconds * 100);
    }

    // None of the devices has ever reported: the silence of all begins with the rule.
    private static DateTime Watch(Stand stand, Customer customer, int timeoutSeconds)
    {
        using var api = new PlatformApi(stand.Platform.HttpPort, customer.ApiKey);
        var rule = api.Post("/v1/iot/rules", $$"""
            {"name":"Silent","rule_type":"missing_data","config":{"timeout_seconds":{{timeoutSeconds}} } }
            """);
        return (DateTime)rule["created_at"]!;
    }

    private static void Outage(Stand stand, Report report, int devices)
    {
        var customer = new Customers(stand).Create("outage", devices);
        new Rounds(stand).SettleDown();
        var silentAt = Watch(stand, customer, TimeoutSeconds).ToUniversalTime().AddSeconds(TimeoutSeconds);
        Thread.Sleep(silentAt - DateTime.UtcNow);
        var before = CpuReading.Take(stand.Platform.ProcessId, stand.Postgres.ProcessId);
        AwaitCount(stand, "iot.mt_doc_openalarm where tenant_id", customer, devices);
        var seconds = (DateTime.UtcNow - silentAt).TotalSeconds;
        var used = CpuReading.Take(stand.Platform.ProcessId, stand.Postgres.ProcessId) - before;
        report.Figure($"{devices:#,0} devices silent at once: until the last alarm is committed", seconds, "s", Aims.Outage);
        report.Figure("alarms a second then", devices / seconds, "/s");
        report.Figure("CPU of an alarm then, PostgreSQL's included", (used.Server + used.Postgres) / devices * 1e6, "µs");
    }

    private static void AwaitCount(Stand stand, string what, Customer customer, int expected)
    {
        using var connection = stand.OpenPlatformDatabase();
        using var count = new NpgsqlCommand($"select count(*) from {what} = $1", connection);
        count.Parameters.Add(new() { Value = customer.Id });
        if (!Wait.Until(() => (long)count.ExecuteScalar()! >= expected, Limit, everyMilliseconds: 100))
            throw new LoadException(
                $"{count.ExecuteScalar()} of {expected} are in {what} {customer.Id} after {Limit.TotalMinutes} minutes");
    }
}
