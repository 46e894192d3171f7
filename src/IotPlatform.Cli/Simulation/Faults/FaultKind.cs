namespace IotPlatform.Cli.Simulation.Faults;

/// <summary>What can go wrong with a fleet.</summary>
public enum FaultKind
{
    /// <summary>Devices stay connected and say nothing.</summary>
    Silence,

    /// <summary>Devices lose their connection without a goodbye, and come back.</summary>
    Flapping,

    /// <summary>Clocks go wrong.</summary>
    ClockSkew,

    /// <summary>Messages that the platform can't use.</summary>
    BadPayload,

    /// <summary>Values far above their range.</summary>
    OutOfRange,

    /// <summary>Messages before which the device leaves and comes back.</summary>
    Reconnect,

    /// <summary>Messages that are sent twice.</summary>
    Duplicate,
}
