namespace IotPlatform.Telemetry;

/// <summary>What one device said about one moment, in microseconds since 1970.</summary>
/// <param name="Time">The moment.</param>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="StartsMessage">Whether a message begins with it; one that is an array of moments has but one that does.</param>
/// <param name="Samples">The values, each key once.</param>
public sealed record Moment(long Time, long ReceivedAt, bool StartsMessage, IReadOnlyList<Sample> Samples)
{
    /// <summary>The moment of a row of the log.</summary>
    public static Moment Of(TelemetryRecord record) =>
        new(Microseconds.Of(record.Timestamp), Microseconds.Of(record.ReceivedAt), record.StartsMessage, record.Samples);

    /// <summary>This moment as a later message leaves it: of two values of one key the later arrival counts.</summary>
    public Moment With(Moment later) => later with
    {
        StartsMessage = StartsMessage || later.StartsMessage,
        Samples = [.. Samples.Where(mine => later.Samples.All(theirs => theirs.Key != mine.Key)), .. later.Samples],
    };
}
