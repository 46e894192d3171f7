using System.Diagnostics.Metrics;

namespace IotPlatform.Platform;

/// <summary>How many events projections have left out, under the meter <c>IotPlatform.Platform</c>.</summary>
public sealed class DeadLetterGauge : GaugeReading
{
    private readonly DeadLetters _letters;
    private volatile IReadOnlyDictionary<string, long> _counts = new Dictionary<string, long>();

    /// <summary>Creates the instrument.</summary>
    public DeadLetterGauge(IMeterFactory meters, DeadLetters letters, TimeProvider time, ILogger<DeadLetterGauge> log) : base(time, log)
    {
        _letters = letters;
        meters.Create("IotPlatform.Platform").CreateObservableGauge(
            "iot.projections.dead_letters", Observe, "{event}", "Events that a projection has left out, as it could not read or fold them.");
    }

    /// <inheritdoc/>
    protected override async Task ReadAsync(CancellationToken cancellation) => _counts = await _letters.CountAsync(cancellation);

    // Zero, rather than nothing, is what an alert can be tested with.
    private IEnumerable<Measurement<long>> Observe() => _counts.Keys.Append(ReadModels.Name).Distinct()
        .Select(projection => new Measurement<long>(_counts.GetValueOrDefault(projection), new KeyValuePair<string, object?>("projection", projection)));
}
