using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>
/// A device without a session for longer than <paramref name="Timeout"/>. One that never connected is not missed, and a session that is
/// taken over by the next is no interruption.
/// </summary>
public sealed partial record Offline(Duration Timeout) : Condition
{
    public const string Name = "offline";

    private static readonly Duration DefaultTimeout = Duration.FromSeconds(60);

    public override string RuleType => Name;

    public override Interest Interest => Interest.Sessions;

    public override string? Key => null;

    public override bool WatchesSilence => true;

    internal static Offline Read(ConfigReader config) => new(config.Seconds(0, MaxSeconds, "timeout_seconds", "timeout") ?? DefaultTimeout);
}
