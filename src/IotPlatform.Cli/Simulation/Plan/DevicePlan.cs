using IotPlatform.Cli.Simulation.Faults;
using IotPlatform.Cli.Simulation.Signals;
using NodaTime;

namespace IotPlatform.Cli.Simulation.Plan;

/// <summary>All that one device sends. The plan alone decides it: neither the network nor a clock has a say.</summary>
/// <param name="kind">What kind of device it is.</param>
/// <param name="number">Its number in its class.</param>
/// <param name="device">Its number in the fleet.</param>
/// <param name="faults">What goes wrong in its class.</param>
/// <param name="seed">Of the simulation.</param>
public sealed class DevicePlan(DeviceClass kind, int number, int device, FaultPlan faults, int seed)
{
    /// <summary>The device's id.</summary>
    public string DeviceId => kind.IdOf(number);

    /// <summary>When its message of this number is due.</summary>
    public TimeSpan DueAt(long message) => kind.PhaseOf(number) + (kind.Every * message);

    /// <summary>Its messages in their order.</summary>
    /// <param name="start">The start of the simulation, from which times in payloads count.</param>
    /// <param name="end">No message is due from here on.</param>
    /// <param name="most">How many there are at most, withheld ones among them.</param>
    public IEnumerable<PlannedMessage> Messages(Instant start, TimeSpan end, long most)
    {
        var signals = new DeviceSignals(kind.Signals, seed, device);
        for (var message = 0L; message < most && DueAt(message) < end; message++)
            yield return Of(start, message, signals.Next(DueAt(message)));
    }

    private PlannedMessage Of(Instant start, long message, IReadOnlyList<KeyValuePair<string, double>> values)
    {
        var at = DueAt(message);
        var hits = faults.Of(device, message, at);
        var topic = $"devices/{DeviceId}/{kind.Topic}";
        var planned = new PlannedMessage(at, topic, [], [.. hits.Select(fault => fault.Kind)]);
        if (planned.IsWithheld) return planned with { Faults = [.. planned.Faults.Where(PlannedMessage.Withholds)] };
        if (planned.Faults.Contains(FaultKind.BadPayload)) return planned with { Payload = Payloads.Bad(message) };
        if (planned.Faults.Contains(FaultKind.OutOfRange)) values = [.. values.Select(OutOfRange)];
        var skew = hits.Where(fault => fault.Kind is FaultKind.ClockSkew).Aggregate(TimeSpan.Zero, (sum, fault) => sum + fault.Skew);
        return planned with { Payload = Payloads.Of(start + Duration.FromTimeSpan(at + skew), values) };
    }

    private KeyValuePair<string, double> OutOfRange(KeyValuePair<string, double> value, int index) =>
        kind.Signals[index].OutOfRange is var far && double.IsFinite(far) ? new(value.Key, far) : value;
}
