using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks;

/// <summary>One of the programs that are put under the same load.</summary>
/// <param name="Name">As the report shows it.</param>
/// <param name="ProcessId">The server's process, for its CPU time.</param>
/// <param name="Round">Puts it under load for so many seconds.</param>
internal sealed record Contender(string Name, int ProcessId, Func<double, LoadResult> Round);

/// <summary>What the rounds of one contender came to.</summary>
internal sealed class Series(string name)
{
    private readonly List<double> _rates = [];
    private long _answered;
    private double _seconds;
    private double _serverCpu;
    private double _postgresCpu;
    private double _generatorCpu;

    public string Name => name;

    public Samples Latencies { get; } = new();

    /// <summary>Operations a second: the median of the rounds.</summary>
    public double PerSecond => _rates.Order().ElementAt(_rates.Count / 2);

    public double Slowest => _rates.Min();

    public double Fastest => _rates.Max();

    /// <summary>CPU time per operation, in microseconds, work that was put off until after the round included.</summary>
    public double ServerMicroseconds => _serverCpu / _answered * 1e6;

    public double PostgresMicroseconds => _postgresCpu / _answered * 1e6;

    /// <summary>The load generator's own.</summary>
    public double GeneratorMicroseconds => _generatorCpu / _answered * 1e6;

    /// <summary>The same as a share of one core, while under load.</summary>
    public double GeneratorShare => _generatorCpu / _seconds;

    /// <summary>Seconds that the server and its database stayed busy after the last round: work that was put off.</summary>
    public double BusyAfter { get; private set; }

    public void Add(LoadResult result, CpuReading used, double busyAfter)
    {
        _rates.Add(result.PerSecond);
        Latencies.Add(result.Latencies);
        _answered += result.Answered;
        _seconds += result.Seconds;
        _serverCpu += used.Server;
        _postgresCpu += used.Postgres;
        _generatorCpu += used.Generator;
        BusyAfter = busyAfter;
    }
}

/// <summary>CPU seconds.</summary>
internal readonly record struct CpuReading(double Server, double Postgres, double Generator)
{
    public static CpuReading Take(int server, int postgres) =>
        new(CpuClock.Of(server), CpuClock.OfPostgres(postgres), Environment.CpuUsage.TotalTime.TotalSeconds);

    public static CpuReading operator -(CpuReading later, CpuReading earlier) =>
        new(later.Server - earlier.Server, later.Postgres - earlier.Postgres, later.Generator - earlier.Generator);
}
