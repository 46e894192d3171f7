namespace IotPlatform.Cli.Simulation.Signals;

/// <summary>What one key measures.</summary>
/// <param name="Key">The key.</param>
/// <param name="Shape">How it goes.</param>
/// <param name="Low">The least value.</param>
/// <param name="High">The greatest value.</param>
/// <param name="Period">After how long it repeats itself.</param>
/// <param name="Step">By how much it goes on at most, from one message to the next.</param>
public sealed record Signal(string Key, Shape Shape, double Low, double High, TimeSpan Period, double Step)
{
    /// <summary>The next value.</summary>
    /// <param name="at">Since the start of the simulation.</param>
    /// <param name="number">How many values of the device there were before.</param>
    /// <param name="previous">The value before; null for the first.</param>
    /// <param name="random">The device's chance for this signal.</param>
    public double Next(TimeSpan at, long number, double? previous, Random random) => Shape switch
    {
        Shape.Sine => Middle + ((High - Low) / 2 * Math.Sin(2 * Math.PI * Turn(at))),
        Shape.Sawtooth => Low + ((High - Low) * Turn(at)),
        Shape.Step => Turn(at) < 0.5 ? Low : High,
        Shape.Noise => Low + ((High - Low) * random.NextDouble()),
        Shape.RandomWalk => previous is { } last ? Bounce(last + (Step * ((2 * random.NextDouble()) - 1))) : Middle,
        Shape.Counter => Low + (Step * number),
        _ => Low,
    };

    /// <summary>A value that no such signal has: ten spans above it.</summary>
    public double OutOfRange => High + (10 * Math.Max(1, High - Low));

    private double Middle => (Low + High) / 2;

    private double Turn(TimeSpan at) => at.Ticks % Period.Ticks / (double)Period.Ticks;

    private double Bounce(double value) =>
        Math.Clamp(value > High ? (2 * High) - value : value < Low ? (2 * Low) - value : value, Low, High);
}
