namespace IotPlatform.Cli.Simulation.Signals;

/// <summary>How a signal goes.</summary>
public enum Shape
{
    /// <summary>Always the same.</summary>
    Constant,

    /// <summary>A sine between two values; it begins in the middle and rises.</summary>
    Sine,

    /// <summary>Rises from one value to the other and falls back at once.</summary>
    Sawtooth,

    /// <summary>Half a period the one value, half a period the other.</summary>
    Step,

    /// <summary>Anything between two values.</summary>
    Noise,

    /// <summary>Goes at random from where it was, and turns round at its bounds.</summary>
    RandomWalk,

    /// <summary>Rises with every message.</summary>
    Counter,
}
