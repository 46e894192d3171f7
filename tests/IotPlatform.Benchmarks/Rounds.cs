using System.Diagnostics;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks;

/// <summary>
/// Runs contenders in turns, A-B-A-B, after a warm-up of each: what else happens on the machine hits all of them alike, and the
/// median forgets it. Only one is ever under load, and the next one waits until the work that the last one put off is done.
/// </summary>
internal sealed class Rounds(Stand stand, int rounds)
{
    private const int WindowMilliseconds = 50;
    private const int MaxWarmUps = 4;
    private const double StillWarming = 1.15;
    private const double QuietCpuSeconds = 0.01;
    private static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(5);

    public Rounds(Stand stand)
        : this(stand, stand.Options.Rounds)
    {
    }

    /// <exception cref="LoadException">A server answered wrongly or lost something.</exception>
    public IReadOnlyList<Series> Run(params IReadOnlyList<Contender> contenders)
    {
        foreach (var contender in contenders) WarmUp(contender);
        SettleDown();
        var series = contenders.Select(contender => new Series(contender.Name)).ToList();
        for (var round = 0; round < rounds; round++)
            foreach (var (contender, results) in contenders.Zip(series))
                Measure(contender, results);
        return series;
    }

    /// <summary>Waits until the servers and the database have nothing left to do, bounded; returns the seconds it took.</summary>
    public double SettleDown()
    {
        var start = Stopwatch.GetTimestamp();
        var last = Used();
        Wait.Until(
            () =>
            {
                var now = Used();
                var quiet = now - last <= QuietCpuSeconds;
                last = now;
                return quiet;
            },
            QuietLimit, WindowMilliseconds);
        return Math.Max(0, Stopwatch.GetElapsedTime(start).TotalSeconds - WindowMilliseconds / 1000.0);
    }

    /// <summary>Half rounds until they get no faster: until what the just-in-time compiler can do is done.</summary>
    private void WarmUp(Contender contender)
    {
        var best = 0.0;
        for (var (round, faster) = (0, true); faster && round < MaxWarmUps; round++)
        {
            var result = contender.Round(stand.Options.Seconds / 2);
            Check(contender, result);
            faster = result.PerSecond > best * StillWarming;
            best = Math.Max(best, result.PerSecond);
        }
    }

    private void Measure(Contender contender, Series series)
    {
        var before = CpuReading.Take(contender.ProcessId, stand.Postgres.ProcessId);
        var result = contender.Round(stand.Options.Seconds);
        var generator = Environment.CpuUsage.TotalTime.TotalSeconds;
        Check(contender, result);
        var busy = SettleDown();
        var after = CpuReading.Take(contender.ProcessId, stand.Postgres.ProcessId) with { Generator = generator };
        series.Add(result, after - before, busy);
    }

    private static void Check(Contender contender, LoadResult result)
    {
        if (result.Failures.Count > 0) throw new LoadException($"{contender.Name}: {string.Join("; ", result.Failures)}");
        if (result.Answered is 0) throw new LoadException($"{contender.Name}: nothing was answered");
    }

    private double Used() => stand.Processes().Sum(CpuClock.Of) + CpuClock.OfPostgres(stand.Postgres.ProcessId);
}
