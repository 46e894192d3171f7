using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>
/// A device that connects again and again: more than <paramref name="MaxReconnects"/> times after the first in a sliding window. Its
/// first session after an outage of the platform takes the place of the one before it, for which the device can't be blamed.
/// </summary>
public sealed partial record ReconnectRate(Duration Window, int MaxReconnects) : Condition
{
    public const string Name = "reconnect_rate";

    private const int MaxLimit = 10_000;

    private static readonly Duration DefaultWindow = Duration.FromHours(1);

    public override string RuleType => Name;

    public override Interest Interest => Interest.Sessions;

    public override string? Key => null;

    internal static ReconnectRate? Read(ConfigReader config)
    {
        ReadOnlySpan<string> spellings = ["max_reconnects", "threshold", "value"];
        var window = config.Seconds(1, MaxSeconds, "window_seconds", "window") ?? DefaultWindow;
        config.Require(spellings);
        return config.Count(0, MaxLimit, spellings) is { } max ? new ReconnectRate(window, max) : null;
    }
}
