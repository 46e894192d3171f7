using System.Globalization;
using System.Text.Json;
using IotPlatform.RuleEngine.Conditions;
using NodaTime;

namespace IotPlatform.RuleEngine;

/// <summary>
/// What a rule waits for. A closed family: one file in <c>Conditions/</c> for each rule type, named in <see cref="Parse"/> and, for
/// its state, in <see cref="ConditionState"/>.
/// </summary>
public abstract record Condition
{
    /// <summary>The longest duration, in seconds: 30 days.</summary>
    public const int MaxSeconds = 2_592_000;

    private const string Types =
        $"{Threshold.Name}, {MissingData.Name}, {Offline.Name}, {MessageRate.Name}, {ReconnectRate.Name}";

    private protected Condition() { }

    /// <summary>Its name on the wire.</summary>
    public abstract string RuleType { get; }

    /// <summary>What it looks at, for an index of rules.</summary>
    public abstract Interest Interest { get; }

    /// <summary>The one datapoint whose samples it looks at; null when it looks at none.</summary>
    public abstract string? Key { get; }

    /// <summary>Whether it may be met by a device that says nothing: then it wants <see cref="WatchBegan"/>.</summary>
    public virtual bool WatchesSilence => false;

    /// <summary>Whether its config leaves something open that a profile's reporting interval says.</summary>
    public virtual bool WantsInterval => false;

    /// <summary>The condition for devices of a profile, whose reporting interval may stand for what the config leaves open.</summary>
    public virtual Condition For(Duration? reportingInterval) => this;

    /// <summary>Reads a rule's config. Never throws: bad input gives all its faults. Unknown members are ignored.</summary>
    public static Parsed<Condition> Parse(string ruleType, JsonElement config)
    {
        var reader = new ConfigReader(config);
        var condition = ruleType switch
        {
            Threshold.Name => Threshold.Read(reader),
            MissingData.Name => MissingData.Read(reader),
            Offline.Name => Offline.Read(reader),
            MessageRate.Name => MessageRate.Read(reader),
            ReconnectRate.Name => ReconnectRate.Read(reader),
            _ => reader.Refuse<Condition>("rule_type", $"must be one of: {Types}"),
        };
        return condition is not null && reader.Faults.Count is 0 ? new(condition) : new(reader.Faults);
    }

    /// <summary>The event time that the observation shows to have come on the device; null when the condition doesn't look at it.</summary>
    internal abstract Instant? EventTime(Observation observation);

    internal abstract Detection Observe(ConditionState? state, Observation observation);

    /// <summary>When something happens by itself; the condition is then asked to <see cref="Elapse"/>.</summary>
    internal abstract Instant? Deadline(ConditionState state);

    /// <summary>Before this no timer brings the deadline: observations from before it may be still to come.</summary>
    internal virtual Instant? TimersHeldUntil(ConditionState state) => null;

    /// <summary>What happens at the deadline.</summary>
    internal abstract Detection Elapse(ConditionState state, Instant deadline);

    /// <summary>Why the state is met, or was cleared, as seen at a time.</summary>
    internal abstract Grounds Explain(ConditionState state, Instant at, string? unit);

    /// <summary>What the evidence of a firing proves: <see cref="Reason.ConditionMet"/>, or the reason why it doesn't suffice.</summary>
    internal abstract Reason Judge(JsonElement evidence);

    internal static Instant Later(Instant at, Instant? other) => other > at ? other.Value : at;

    /// <summary>For people: <c>300 s</c>; what is long, in hours or days, as nobody divides by 86,400 in the night.</summary>
    private protected static string InWords(Duration duration) => duration.TotalHours switch
    {
        < 2 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.###} s"),
        < 48 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalHours:0.#} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalDays:0.#} days"),
    };
}

/// <summary>Kinds of observations that a condition looks at.</summary>
[Flags]
public enum Interest
{
    None = 0,
    /// <summary>Samples of its key.</summary>
    Samples = 1,
    /// <summary>Every record.</summary>
    Records = 2,
    /// <summary>Sessions that begin and end.</summary>
    Sessions = 4,
}
