using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>From the start of the process to ready on a database with data in it, and the memory that it then holds while idle.</summary>
internal sealed class StartUp : IMeasurement
{
    private const int IdleMilliseconds = 3000;

    public string Name => "start";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        // Asking for the fleet makes sure that the database is not an empty one.
        stand.Fleet.Dispose();
        var devices = CountDevices(stand);
        var times = Enumerable.Range(0, stand.Options.Restarts).Select(_ => stand.Platform.Restart().TotalSeconds).Order().ToList();
        Thread.Sleep(IdleMilliseconds);
        var bare = stand.HttpBaseline;
        report.Figure($"process start to ready, over {devices:#,0} devices", times[times.Count / 2], "s", Aims.Start,
            ("bare API", bare.Ready.TotalSeconds));
        report.Figure("resident memory, idle", CpuClock.ResidentMiB(stand.Platform.ProcessId), "MiB", Aims.IdleMemory,
            ("bare API", CpuClock.ResidentMiB(bare.ProcessId)));
    }

    private static int CountDevices(Stand stand)
    {
        using var api = stand.Api();
        return (int)api.Get("/v1/iot/devices?page_size=1")["total"]!;
    }
}
