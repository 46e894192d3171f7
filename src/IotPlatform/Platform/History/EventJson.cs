using System.Text.Json;
using JasperFx.Events;

namespace IotPlatform.Platform;

/// <summary>Writes what an event says as the API would, without its secrets.</summary>
public static class EventJson
{
    /// <summary>Writes the event's own members as a JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, IEvent e) => JsonSerializer.Serialize(writer, e.Data, e.EventType, Json.Api);
}
