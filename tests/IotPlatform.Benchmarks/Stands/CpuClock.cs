using System.Globalization;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>CPU time of processes, from <c>/proc</c>, in seconds; the kernel counts it in hundredths.</summary>
internal static class CpuClock
{
    private const double TicksPerSecond = 100;

    /// <summary>User and system time of one process.</summary>
    public static double Of(int process)
    {
        var fields = Fields(process);
        return fields is null ? 0 : Sum(fields, 11, 12) / TicksPerSecond;
    }

    /// <summary>A PostgreSQL server: the postmaster, the backends that ended, and those that live.</summary>
    public static double OfPostgres(int postmaster)
    {
        var ticks = Fields(postmaster) is { } own ? Sum(own, 11, 12, 13, 14) : 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process)
                && Fields(process) is { } fields && fields[1] == postmaster.ToString(CultureInfo.InvariantCulture))
                ticks += Sum(fields, 11, 12);
        return ticks / TicksPerSecond;
    }

    /// <summary>Resident memory of a process, in MiB.</summary>
    public static double ResidentMiB(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kibibytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
        return double.Parse(kibibytes, CultureInfo.InvariantCulture) / 1024;
    }

    private static double Sum(string[] fields, params ReadOnlySpan<int> indexes)
    {
        var sum = 0L;
        foreach (var index in indexes) sum += long.Parse(fields[index], CultureInfo.InvariantCulture);
        return sum;
    }

    /// <summary>The fields of <c>stat</c> from the state on, as the name before it may hold blanks; null for no process.</summary>
    private static string[]? Fields(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
