using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using NodaTime.Text;

namespace IotPlatform.Platform;

/// <summary>How the platform writes JSON: snake_case members, enums by name, UTC times of fixed width.</summary>
public static class Json
{
    // Fixed width makes the text order of stored times their order in time, so an index on the text serves sorting.
    private static readonly InstantPattern InstantPattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.ffffff'Z'");

    /// <summary>For answers to clients: without what is <see cref="SecretAttribute">secret</see>.</summary>
    public static readonly JsonSerializerOptions Api = With(
        new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutSecrets } } },
        RawJson.AsJson,
        ErasableText.AsText);

    /// <summary>
    /// For events and documents in the store, where <see cref="RawJson"/> is kept as text: jsonb would rewrite it. An
    /// <see cref="ErasableText"/> has its salt there.
    /// </summary>
    public static readonly JsonSerializerOptions Store = ForStore(new JsonSerializerOptions());

    /// <summary>Writes a time as the API and the store do.</summary>
    public static string Format(Instant instant) => InstantPattern.Format(instant);

    /// <summary>Applies the store's conventions to options that the event store made.</summary>
    public static void ConfigureStore(JsonSerializerOptions options) => ForStore(options);

    private static JsonSerializerOptions ForStore(JsonSerializerOptions options) => With(options, RawJson.AsText, ErasableText.AsObject);

    private static JsonSerializerOptions With(JsonSerializerOptions options, params ReadOnlySpan<JsonConverter> forms)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Insert(0, new NodaPatternConverter<Instant>(InstantPattern));
        options.Converters.Insert(1, new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        options.Converters.Insert(2, TimesOfDay.Converter);
        foreach (var form in forms) options.Converters.Insert(2, form);
        return options;
    }

    private static void LeaveOutSecrets(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object) return;
        foreach (var member in type.Properties.Where(IsSecret).ToList()) type.Properties.Remove(member);
    }

    private static bool IsSecret(JsonPropertyInfo member) => member.AttributeProvider?.IsDefined(typeof(SecretAttribute), true) is true;
}
