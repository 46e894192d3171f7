using System.Net;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>The memory that the platform holds for many devices that are connected and silent, as most are most of the time.</summary>
internal sealed class IdleConnections : IMeasurement
{
    private const int SettleMilliseconds = 3000;

    // Each address of the loopback net has ephemeral ports of its own.
    private const int ConnectionsPerAddress = 5000;

    public string Name => "idle";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        var count = stand.Options.IdleConnections;
        var devices = Fleet.RegisterDevices(stand.Platform, "idle", count);
        // What registering and the load before it have left on the heap is not the connections'.
        stand.CloseFleet();
        stand.Platform.Restart();
        Thread.Sleep(SettleMilliseconds);
        var before = CpuClock.ResidentMiB(stand.Platform.ProcessId);
        var connections = Fleet.Connect(devices, stand.Platform.MqttPort, SourceOf);
        Thread.Sleep(SettleMilliseconds);
        var after = CpuClock.ResidentMiB(stand.Platform.ProcessId);
        foreach (var connection in connections) connection.Dispose();
        report.Figure($"resident memory, {count:#,0} idle connections", after, "MiB", Aims.ConnectedMemory, ("before they came", before));
        report.Figure("memory of an idle connection", (after - before) * 1024 / count, "KiB");
    }

    private static IPAddress SourceOf(int connection) => new([127, 0, 0, (byte)(1 + connection / ConnectionsPerAddress)]);
}
