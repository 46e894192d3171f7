using IotPlatform.Cli.Simulation.Faults;

namespace IotPlatform.Cli.Simulation.Plan;

/// <summary>A message that a device is to send.</summary>
/// <param name="At">When, since the start.</param>
/// <param name="Topic">Where to.</param>
/// <param name="Payload">What; empty where a fault withholds it.</param>
/// <param name="Faults">What goes wrong with it.</param>
public sealed record PlannedMessage(TimeSpan At, string Topic, byte[] Payload, IReadOnlyList<FaultKind> Faults)
{
    /// <summary>Whether it is never sent.</summary>
    public bool IsWithheld => Faults.Any(Withholds);

    /// <summary>Whether a fault keeps messages back.</summary>
    public static bool Withholds(FaultKind fault) => fault is FaultKind.Silence or FaultKind.Flapping;
}
