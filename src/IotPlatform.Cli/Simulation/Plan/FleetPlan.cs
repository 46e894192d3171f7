using IotPlatform.Cli.Simulation.Faults;

namespace IotPlatform.Cli.Simulation.Plan;

/// <summary>The whole fleet's plan.</summary>
public sealed class FleetPlan
{
    /// <summary>The plan of these classes.</summary>
    /// <param name="classes">What devices there are.</param>
    /// <param name="seed">The same seed, the same data.</param>
    /// <param name="end">When the last message was due at the latest.</param>
    /// <param name="messages">How many messages there are at most; null: as many as are due before the end.</param>
    public FleetPlan(IReadOnlyList<DeviceClass> classes, int seed, TimeSpan end, long? messages)
    {
        var devices = new List<DevicePlan>();
        foreach (var kind in classes)
        {
            var first = devices.Count;
            var faults = new FaultPlan(kind.Faults, seed, first, kind.Count);
            devices.AddRange(Enumerable.Range(0, kind.Count).Select(number => new DevicePlan(kind, number, first + number, faults, seed)));
        }

        (Devices, End) = (devices, end);
        Quotas = messages is { } most ? QuotasOf(devices, most) : [.. devices.Select(_ => long.MaxValue)];
    }

    /// <summary>Each device's plan.</summary>
    public IReadOnlyList<DevicePlan> Devices { get; }

    /// <summary>How many messages each device has at most.</summary>
    public IReadOnlyList<long> Quotas { get; }

    /// <summary>No message is due from here on.</summary>
    public TimeSpan End { get; }

    // The first so many messages in order of time, whoever's they are.
    private static long[] QuotasOf(List<DevicePlan> devices, long messages)
    {
        var quotas = new long[devices.Count];
        var next = new PriorityQueue<int, (TimeSpan, int)>(devices.Select((device, number) => (number, (device.DueAt(0), number))));
        for (var taken = 0L; taken < messages; taken++)
        {
            var device = next.Dequeue();
            quotas[device]++;
            next.Enqueue(device, (devices[device].DueAt(quotas[device]), device));
        }

        return quotas;
    }
}
