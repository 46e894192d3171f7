using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using JasperFx.Events;

namespace IotPlatform.Platform;

/// <summary>Writes what an event says as the API would, without its secrets.</summary>
public static class EventJson
{
    private static readonly JsonSerializerOptions Options = new(Json.Api)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutSecrets } },
    };

    /// <summary>Writes the event's own members as a JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, IEvent e) => JsonSerializer.Serialize(writer, e.Data, e.EventType, Options);

    private static void LeaveOutSecrets(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object) return;
        foreach (var member in type.Properties.Where(IsSecret).ToList()) type.Properties.Remove(member);
    }

    private static bool IsSecret(JsonPropertyInfo member) => member.AttributeProvider?.IsDefined(typeof(SecretAttribute), true) is true;
}
