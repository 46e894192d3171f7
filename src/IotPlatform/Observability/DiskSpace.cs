using System.Diagnostics.Metrics;
using IotPlatform.Platform;

namespace IotPlatform.Observability;

/// <summary>The room on the disk of the embedded database, which stops when there is none.</summary>
public sealed class DiskSpace
{
    private const long Scarce = 512L << 20;
    private readonly DriveInfo _disk;

    /// <summary>Watches the disk that a folder is on.</summary>
    public DiskSpace(IMeterFactory meters, string folder)
    {
        _disk = new DriveInfo(Existing(folder));
        var meter = meters.Create("IotPlatform.Observability");
        meter.CreateObservableGauge("iot.disk.free", () => _disk.AvailableFreeSpace, "By", "Room left on the disk of the data directory.");
        meter.CreateObservableGauge("iot.disk.size", () => _disk.TotalSize, "By", "Size of the disk of the data directory.");
    }

    /// <summary>Whether there is room enough.</summary>
    public Ailment? Check() => Check(_disk.AvailableFreeSpace);

    /// <summary>Whether so much room is enough. A pure function.</summary>
    public static Ailment? Check(long free) =>
        free >= Scarce ? null : Ailment.Degrades($"has {free >> 20} MB left for the embedded database, which should be {Scarce >> 20} MB at least");

    // It is made when the database is.
    private static string Existing(string folder)
    {
        while (!Directory.Exists(folder)) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
