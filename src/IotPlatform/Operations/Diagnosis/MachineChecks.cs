using System.Globalization;
using IotPlatform.Hosting;
using IotPlatform.Platform;

namespace IotPlatform.Operations;

/// <summary>Looks at what the machine gives the platform: a folder to write, room on the disk, files that may be open.</summary>
internal static class MachineChecks
{
    private const long Gigabyte = 1 << 30;
    private const long LittleRoom = 4 * Gigabyte;
    private const long NoRoom = Gigabyte / 2;
    private const int FewFiles = 10_000;

    /// <summary>The data directory and the disk that it is on.</summary>
    public static IEnumerable<Diagnosis> LookAtData(PlatformSettings settings)
    {
        string folder;
        try
        {
            folder = DataDirectory.Open(settings.DataDirectory).FullPath;
        }
        catch (StartupException fault)
        {
            return [Diagnosis.Fault("data directory", fault.Message.TrimEnd('.'), "see IOT_DATA_DIR")];
        }
        return [Diagnosis.Ok("data directory", $"{folder} can be written"), Room(new DriveInfo(folder).AvailableFreeSpace)];
    }

    /// <summary>Whether there is room for more data.</summary>
    public static Diagnosis Room(long free)
    {
        var says = $"{(free / (double)Gigabyte).ToString("0.0", CultureInfo.InvariantCulture)} GB free";
        const string remedy = "make room, move IOT_DATA_DIR to a larger disk, or give customers plans that keep telemetry for fewer days";
        return free switch
        {
            < NoRoom => Diagnosis.Fault("disk space", $"{says}: PostgreSQL stops when nothing is left", remedy),
            < LittleRoom => Diagnosis.Warning("disk space", says, remedy),
            _ => Diagnosis.Ok("disk space", says),
        };
    }

    /// <summary>How many files, and so connections of devices, a process may have open.</summary>
    public static IEnumerable<Diagnosis> LookAtLimits()
    {
        const string source = "/proc/self/limits";
        return File.Exists(source) ? [Files(File.ReadAllLines(source))] : [];
    }

    /// <summary>The limit of open files among those that the kernel lists.</summary>
    public static Diagnosis Files(IEnumerable<string> limits)
    {
        // "Max open files            1024                 524288               files": the runtime raises the soft limit to the hard one.
        var line = limits.FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal)) ?? "";
        var hard = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(4);
        if (!long.TryParse(hard, CultureInfo.InvariantCulture, out var files)) return Diagnosis.Ok("open files", "no limit");
        return files >= FewFiles
            ? Diagnosis.Ok("open files", $"{files} at most")
            : Diagnosis.Warning(
                "open files", $"{files} at most: no more devices than that can be connected",
                "raise it: LimitNOFILE=1048576 for systemd, or ulimit -Hn");
    }

    /// <summary>The certificate of MQTT over TLS, if there is one.</summary>
    public static IEnumerable<Diagnosis> LookAtCertificate(PlatformSettings settings, NodaTime.Instant now)
    {
        if (settings.Mqtt.Tls is not { } tls) return [];
        var end = NodaTime.Instant.FromDateTimeUtc(tls.Certificate.NotAfter.ToUniversalTime());
        var days = (int)(end - now).TotalDays;
        const string remedy = "renew it, name the new file in Mqtt__Certificate, and start the platform again";
        if (end <= now) return [Diagnosis.Fault("certificate", $"expired at {Json.Format(end)}: devices refuse it", remedy)];
        return
        [
            days < 30
                ? Diagnosis.Warning("certificate", $"expires in {Plural.Of(days, "day")}", remedy)
                : Diagnosis.Ok("certificate", $"good for {Plural.Of(days, "day")}"),
        ];
    }
}
