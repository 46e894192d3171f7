namespace IotPlatform.Accounts;

/// <summary>What a customer may have.</summary>
/// <param name="DeviceLimit">How many devices may be registered; null: as many as there are.</param>
/// <param name="MessageLimit">How many messages a month are agreed on; null: none. They are counted, never cut off.</param>
/// <param name="RetentionDays">For how long telemetry is kept.</param>
/// <param name="Features">What the subscription names as part of it.</param>
public sealed record Plan(string Name, int? DeviceLimit, long? MessageLimit, int RetentionDays, IReadOnlyList<string> Features);

/// <summary>The plans of this installation, which are configuration.</summary>
public sealed class Plans
{
    private readonly Dictionary<string, Plan> _byName;

    /// <param name="all">Each under a name of its own.</param>
    /// <param name="byDefault">The name of the one for customers that have none of their own.</param>
    public Plans(IEnumerable<Plan> all, string byDefault)
    {
        _byName = all.ToDictionary(plan => plan.Name, StringComparer.OrdinalIgnoreCase);
        Default = _byName[byDefault];
    }

    /// <summary>All of them, in the order of the settings.</summary>
    public IReadOnlyCollection<Plan> All => _byName.Values;

    /// <summary>The plan of customers that have none of their own.</summary>
    public Plan Default { get; }

    /// <summary>The plan of this name, or null.</summary>
    public Plan? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// A customer's plan. One that the settings no longer name counts as the default: what was sold is not cut off by a typing error.
    /// </summary>
    public Plan Of(Customer? customer) => customer?.Plan is { } name ? Find(name) ?? Default : Default;
}
