using System.Diagnostics;
using System.Runtime.InteropServices;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Measurements;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks;

/// <summary>Runs the chosen measurements one after another and prints the report. The exit code tells failures, never slowness.</summary>
internal static class Runner
{
    private const int Succeeded = 0;
    private const int SomethingFailed = 1;
    private const int WronglyCalled = 2;

    // Those that restart the platform come last; by then it has data.
    private static readonly IReadOnlyList<IMeasurement> All =
    [
        new PostDevice(), new GetDevice(), new ListDevices(), new ListAlarms(),
        new MqttIngest(), new PacedIngest(), new HttpBatches(), new QueriesBeside(), new History(), new AlarmLatency(),
        new ReadYourWrites(),
        new StartUp(), new IdleConnections(), new RuleCosts(), new SilentFleet(), new AuditCosts(), new Notifications(),
        new ProjectionLag(), new RebuildCosts(),
    ];

    public static int Run(IReadOnlyList<string> arguments)
    {
        BenchmarkOptions options;
        try
        {
            options = BenchmarkOptions.Parse(arguments);
            if (options.Only?.Except(All.Select(m => m.Name)).FirstOrDefault() is { } unknown)
                throw new FormatException($"--only knows no {unknown}");
            if (!OperatingSystem.IsLinux())
                throw new FormatException("the benchmark needs Linux: it counts CPU time by /proc and drives sockets by epoll");
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine($"{e.Message}\n\n{BenchmarkOptions.Usage}");
            return WronglyCalled;
        }
        return Run(options);
    }

    private static int Run(BenchmarkOptions options)
    {
        var report = new Report();
        var loadBefore = Machine.LoadAverage();
        using var stand = new Stand(options);
        using var interrupt = StopOn(PosixSignal.SIGINT, stand);
        using var terminate = StopOn(PosixSignal.SIGTERM, stand);
        foreach (var measurement in All.Where(m => options.Only?.Contains(m.Name) ?? true))
            if (measurement.MeasuresBaselines || !options.BaselinesOnly) Run(measurement, stand, report);
        Try("machine", stand, report, () => report.Machine = Machine.Describe(stand, loadBefore));
        report.Write(Console.Out);
        return report.Failed ? SomethingFailed : Succeeded;
    }

    private static void Run(IMeasurement measurement, Stand stand, Report report)
    {
        var start = Stopwatch.GetTimestamp();
        Try(measurement.Name, stand, report, () => measurement.Run(stand, report));
        Console.Error.WriteLine($"  {measurement.Name}: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
    }

    /// <summary>One measurement that fails, in whatever way, takes no other with it, and leaves no process behind.</summary>
    private static void Try(string name, Stand stand, Report report, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            stand.KeepLogs = true;
            report.Failure(name, e is LoadException ? e.Message : $"{e.GetType().Name}: {e.Message}");
        }
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, Stand stand) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stand.Dispose();
        Environment.Exit(SomethingFailed);
    });
}
