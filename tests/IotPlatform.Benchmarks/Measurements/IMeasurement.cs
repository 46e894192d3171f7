using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>One question that the benchmark answers.</summary>
internal interface IMeasurement
{
    /// <summary>What <c>--only</c> calls it.</summary>
    string Name { get; }

    /// <summary>Whether it says anything without the platform.</summary>
    bool MeasuresBaselines { get; }

    /// <exception cref="Load.LoadException">Something answered wrongly, or not at all.</exception>
    void Run(Stand stand, Report report);
}
