using System.Text.Json.Serialization;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Datapoints;

/// <summary>The only kind of value that is stored under a defined key.</summary>
public enum DatapointType
{
    Number,
#pragma warning disable CA1720 // The word of the API.
    String,
#pragma warning restore CA1720
    Boolean,
}

/// <summary>What is known of a key that devices send: how to show it, and what kind of value it takes.</summary>
public sealed record Datapoint : IResource<Datapoint>
{
    public required string Id { get; init; }

    /// <summary>Unique among the customer's datapoints.</summary>
    public required string Key { get; init; }

    public string? Label { get; init; }
    public string? Unit { get; init; }
    public DatapointType DataType { get; init; }
    public Instant CreatedAt { get; init; }
    public Instant UpdatedAt { get; init; }

    [JsonIgnore]
    public static string Kind => "datapoint";

    [JsonIgnore]
    public static string Path => "/v1/iot/datapoints";

    [JsonIgnore]
    public static IReadOnlyList<Type> EventTypes { get; } = [typeof(DatapointDefined), typeof(DatapointLabelled), typeof(DatapointDeleted)];

    /// <inheritdoc/>
    public static Datapoint? Fold(Datapoint? state, object fact) => fact switch
    {
        DatapointDefined e => new()
        {
            Id = e.Id,
            Key = e.Key,
            Label = e.Label,
            Unit = e.Unit,
            DataType = e.DataType,
            CreatedAt = e.At,
            UpdatedAt = e.At,
        },
        DatapointLabelled e => state! with { Label = e.Label, Unit = e.Unit, UpdatedAt = e.At },
        DatapointDeleted => null,
        _ => state,
    };
}
