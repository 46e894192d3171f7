using System.Text.Json.Serialization;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.IntegrationTests.Projections;

public sealed record ValveFitted(string Id, Instant At);

/// <summary>Another resource of these tests' own.</summary>
public sealed record Valve : IResource<Valve>
{
    public required string Id { get; init; }
    public Instant CreatedAt { get; init; }

    [JsonIgnore]
    public static ListDefinition List { get; } = new("valves")
    {
        Grows = typeof(ValveFitted),
        Sortable = new Dictionary<string, string> { ["created_at"] = ListDefinition.Field("created_at") },
    };

    [JsonIgnore]
    public static string Kind => "valve";

    [JsonIgnore]
    public static string Path => "/valves";

    [JsonIgnore]
    public static IReadOnlyList<Type> EventTypes { get; } = [typeof(ValveFitted)];

    public static Valve? Fold(Valve? state, object fact) => fact is ValveFitted e ? new() { Id = e.Id, CreatedAt = e.At } : state;
}
