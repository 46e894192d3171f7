namespace IotPlatform.Telemetry;

/// <summary>A datapoint that the customer has defined.</summary>
/// <param name="Id">Its id in the API.</param>
/// <param name="Key">The key that devices send.</param>
/// <param name="Unit">The unit to show, if any.</param>
/// <param name="Kind">The only kind of value that is stored under this key.</param>
public sealed record DatapointInfo(string Id, string Key, string? Unit, SampleKind Kind);

/// <summary>
/// The defined datapoints, answered from memory: it is asked for every message. A key that nobody defined is stored all the same.
/// </summary>
public interface IDatapointCatalog
{
    /// <summary>A customer's datapoints by key; null where none is defined.</summary>
    IReadOnlyDictionary<string, DatapointInfo>? OfCustomer(string customer);

    /// <summary>What the values under a key are measured in; null where nobody has said so.</summary>
    string? UnitOf(string customer, string? key) =>
        key is not null && OfCustomer(customer)?.GetValueOrDefault(key) is { } datapoint ? datapoint.Unit : null;

    /// <summary>The datapoint with this id; null where the customer has none such.</summary>
    DatapointInfo? FindById(string customer, string id);
}

/// <summary>The catalog of a platform without defined datapoints.</summary>
public sealed class EmptyDatapointCatalog : IDatapointCatalog
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, DatapointInfo>? OfCustomer(string customer) => null;

    /// <inheritdoc/>
    public DatapointInfo? FindById(string customer, string id) => null;
}
