using System.Text.Json.Serialization;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.IntegrationTests.Projections;

public sealed record TankBuilt(string Id, string Site, Instant At);

public sealed record TankFilled(string Id, int Litres);

/// <summary>A resource of these tests' own. Nothing can be poured out of it: its fold fails.</summary>
public sealed record Tank : IResource<Tank>
{
    public required string Id { get; init; }
    public int Litres { get; init; }
    public Instant CreatedAt { get; init; }

    [JsonIgnore]
    public static ListDefinition List { get; } = new("tanks")
    {
        Grows = typeof(TankBuilt),
        Sortable = new Dictionary<string, string> { ["created_at"] = ListDefinition.Field("created_at") },
    };

    [JsonIgnore]
    public static string Kind => "tank";

    [JsonIgnore]
    public static string Path => "/tanks";

    [JsonIgnore]
    public static IReadOnlyList<Type> EventTypes { get; } = [typeof(TankBuilt), typeof(TankFilled)];

    public static Tank? Fold(Tank? state, object fact) => fact switch
    {
        TankBuilt e => new() { Id = e.Id, CreatedAt = e.At },
        TankFilled { Litres: < 0 } => throw new InvalidOperationException("A tank can only be filled."),
        TankFilled e => state! with { Litres = state.Litres + e.Litres },
        _ => state,
    };
}
