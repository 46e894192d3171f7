namespace IotPlatform.Cli.Simulation.Faults;

/// <summary>A fault that is put into the simulation.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Share">With how many of the devices or, where <see cref="IsOfMessages"/>, of the messages: 0 to 1.</param>
/// <param name="Schedule">When.</param>
/// <param name="Skew">By how much clocks are wrong.</param>
public sealed record Fault(FaultKind Kind, double Share, Schedule Schedule, TimeSpan Skew)
{
    /// <summary>Whether single messages are hit, not devices for as long as the fault lasts.</summary>
    public bool IsOfMessages => Kind is FaultKind.BadPayload or FaultKind.OutOfRange or FaultKind.Reconnect or FaultKind.Duplicate;
}
