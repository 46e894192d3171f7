using IotPlatform.Devices;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>Counts by customer, device and day. Not for several threads at once.</summary>
internal sealed class UsageTally
{
    private readonly Dictionary<string, Dictionary<(int Device, LocalDate Day), UsageCount>> _customers = [];

    /// <summary>Counts more of a device on a day.</summary>
    public void Add(DeviceHandle device, LocalDate day, long messages, long bytes)
    {
        if (!_customers.TryGetValue(device.Customer, out var counts)) _customers[device.Customer] = counts = [];
        var known = counts.GetValueOrDefault((device.Key, day));
        counts[(device.Key, day)] = new(device, day, known.Messages + messages, known.Bytes + bytes);
    }

    /// <summary>The counts of one customer.</summary>
    public IReadOnlyList<UsageCount> Of(string customer) => _customers.TryGetValue(customer, out var counts) ? [.. counts.Values] : [];

    /// <summary>Takes the counts of one customer out.</summary>
    public IReadOnlyList<UsageCount> Remove(string customer)
    {
        var counts = Of(customer);
        _customers.Remove(customer);
        return counts;
    }

    /// <summary>All counts.</summary>
    public IReadOnlyList<UsageCount> All() => [.. _customers.Values.SelectMany(counts => counts.Values)];
}
