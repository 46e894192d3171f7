using IotPlatform.Devices;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using NodaTime;

namespace IotPlatform.Backtests;

/// <summary>What is to be tried: checked, and bounded by what there is.</summary>
/// <param name="Source">The rule as its stream would tell it.</param>
/// <param name="Rule">The same for the engine.</param>
/// <param name="To">The first moment after; never later than now.</param>
/// <param name="Oldest">What is older is not kept.</param>
/// <param name="IsByName">The devices were named, so the rule's scope does not matter.</param>
public sealed record BacktestPlan(
    string Customer, AlarmRule Source, Rule Rule, Instant From, Instant To, Instant Oldest, IReadOnlyList<string> DeviceIds, bool IsByName)
{
    /// <summary>What the rule's values are measured in, as it is said now.</summary>
    public string? Unit { get; init; }

    /// <summary>Whether the rule is about a device, as that was.</summary>
    public bool Covers(Device device) => IsByName || Source.Covers(device);
}
