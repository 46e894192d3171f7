using System.Text.Json.Serialization;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>
/// What a condition remembers between observations; one kind for each kind of condition. The discriminator has the shortest and
/// lowest name of all members, because PostgreSQL's jsonb sorts members that way and System.Text.Json wants to read it first.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$")]
[JsonDerivedType(typeof(ThresholdState), Threshold.Name)]
[JsonDerivedType(typeof(MissingDataState), MissingData.Name)]
[JsonDerivedType(typeof(OfflineState), Offline.Name)]
[JsonDerivedType(typeof(MessageRateState), MessageRate.Name)]
[JsonDerivedType(typeof(ReconnectRateState), ReconnectRate.Name)]
public abstract record ConditionState
{
    private protected ConditionState() { }

    [JsonIgnore]
    public abstract bool IsMet { get; }
}
