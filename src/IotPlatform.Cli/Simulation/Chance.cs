using System.Numerics;

namespace IotPlatform.Cli.Simulation;

/// <summary>Chance that is the same in every run with the same seed, and does not depend on the order in which it is asked.</summary>
public static class Chance
{
    /// <summary>A seed of its own for one part of the simulation, named by numbers.</summary>
    public static int Seed(int seed, params ReadOnlySpan<long> parts) => (int)(Mix(seed, parts) >> 33);

    /// <summary>A number from 0 to below 1 for one part of the simulation.</summary>
    public static double Of(int seed, params ReadOnlySpan<long> parts) => (Mix(seed, parts) >> 11) * (1.0 / (1UL << 53));

    // The finisher of SplitMix64, part after part.
    private static ulong Mix(int seed, ReadOnlySpan<long> parts)
    {
        var state = Scramble((ulong)seed + 0x9E3779B97F4A7C15);
        foreach (var part in parts) state = Scramble(state ^ BitOperations.RotateLeft((ulong)part + 0x9E3779B97F4A7C15, 31));
        return state;
    }

    private static ulong Scramble(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
