using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>Whether evaluation keeps up.</summary>
public sealed class EvaluationHealth(EvaluationClock time)
{
    private static readonly Duration LongEnough = Duration.FromSeconds(60);

    /// <summary>Looks how far it is behind.</summary>
    public Ailment? Check() => time.Lag is var lag && lag > LongEnough
        ? Ailment.Degrades($"is {lag.TotalSeconds:f0} s behind, {time.RowsBehind} rows")
        : null;
}
