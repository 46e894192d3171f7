using IotPlatform.Cli.Simulation.Faults;
using IotPlatform.Cli.Simulation.Signals;

namespace IotPlatform.Cli.Simulation.Plan;

/// <summary>Devices that are alike.</summary>
/// <param name="Prefix">What their ids begin with.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Every">How long each waits between its messages.</param>
/// <param name="Topic">Where they publish, below <c>devices/{device_id}/</c>.</param>
/// <param name="Signals">What they measure.</param>
/// <param name="Faults">What goes wrong with them.</param>
public sealed record DeviceClass(
    string Prefix, int Count, TimeSpan Every, string Topic, IReadOnlyList<Signal> Signals, IReadOnlyList<Fault> Faults)
{
    /// <summary>The id of one of them, from 0 on.</summary>
    public string IdOf(int number) => $"{Prefix}{number + 1:d4}";

    /// <summary>When one of them sends its first message: they are spread over the time between two messages.</summary>
    public TimeSpan PhaseOf(int number) => Every * ((double)number / Count);
}
