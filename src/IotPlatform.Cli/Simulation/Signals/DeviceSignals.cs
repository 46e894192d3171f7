namespace IotPlatform.Cli.Simulation.Signals;

/// <summary>What one device measures, value after value. The same seed gives the same values.</summary>
public sealed class DeviceSignals(IReadOnlyList<Signal> signals, int seed, int device)
{
    private readonly double?[] _previous = new double?[signals.Count];
    private readonly Random[] _random = [.. signals.Select((_, number) => new Random(Chance.Seed(seed, device, number)))];
    private long _count;

    /// <summary>The next value of each signal, rounded as a sensor does.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Next(TimeSpan at)
    {
        for (var number = 0; number < signals.Count; number++)
            _previous[number] = signals[number].Next(at, _count, _previous[number], _random[number]);
        _count++;
        return [.. signals.Select((signal, number) => KeyValuePair.Create(signal.Key, Math.Round(_previous[number]!.Value, 3)))];
    }
}
