using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>
/// A device, or one datapoint of it, that falls silent. It counts by the time of receipt, since silence is what the platform hears:
/// late samples are data as good as any.
/// </summary>
/// <param name="Field">The datapoint's key; null for any telemetry.</param>
/// <param name="OwnTimeout">How long silence may last; null when the profile's reporting interval says so.</param>
public sealed partial record MissingData(string? Field, Duration? OwnTimeout) : Condition
{
    public const string Name = "missing_data";

    private const int MinSeconds = 10;

    private const int IntervalsAllowed = 3;

    /// <summary>The reporting interval of the device's profile.</summary>
    public Duration? ReportingInterval { get; private init; }

    /// <summary>How long silence may last; null: for ever.</summary>
    public Duration? Timeout => OwnTimeout ?? ReportingInterval * IntervalsAllowed;

    public override string RuleType => Name;

    public override Interest Interest => Field is null ? Interest.Records : Interest.Samples;

    public override string? Key => Field;

    public override bool WatchesSilence => true;

    public override bool WantsInterval => OwnTimeout is null;

    public override Condition For(Duration? reportingInterval) =>
        WantsInterval ? this with { ReportingInterval = reportingInterval } : this;

    internal static MissingData Read(ConfigReader config)
    {
        var timeout = config.Seconds(MinSeconds, MaxSeconds, "timeout_seconds", "timeout");
        return new MissingData(config.Key(isRequired: false), timeout);
    }
}
