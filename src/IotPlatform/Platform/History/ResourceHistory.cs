using System.Text.Json;
using NodaTime;

namespace IotPlatform.Platform;

/// <summary>All that happened to a resource, oldest first, over all its lives.</summary>
public sealed record ResourceHistory(string Resource, string Id, IReadOnlyList<HistoryEvent> Events);

/// <summary>One event of a resource, as it is stored; its secrets are left out.</summary>
public sealed record HistoryEvent(
    Guid Id, long Version, string EventType, string Actor, string? CorrelationId, JsonElement Data, Instant CreatedAt)
{
    /// <summary>The resource before the event; null where there was none. Only with include=state.</summary>
    [WhenAsked]
    public JsonElement? StateBefore { get; init; }

    /// <summary>The resource after the event; null after its deletion. Only with include=state.</summary>
    [WhenAsked]
    public JsonElement? State { get; init; }
}
