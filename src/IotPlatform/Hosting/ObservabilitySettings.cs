using System.Net;

namespace IotPlatform.Hosting;

/// <summary>What those who run the platform see of it.</summary>
/// <param name="Metrics">Where <c>/metrics</c> is served; null: nowhere.</param>
/// <param name="Otlp">Where traces, metrics and logs are sent; null: nowhere.</param>
/// <param name="LogFormat">How lines of the log look.</param>
public sealed record ObservabilitySettings(MetricsSettings? Metrics, OtlpSettings? Otlp, LogFormat LogFormat)
{
    internal static ObservabilitySettings Read(SettingsReader reader) =>
        new(MetricsSettings.Read(reader), OtlpSettings.Read(reader), reader.Choice("Logging__Format", LogFormat.Text));
}

/// <summary>How lines of the log look.</summary>
public enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: an object a line.</summary>
    Json,
}

/// <summary>How the receiver of OTLP is spoken to.</summary>
public enum OtlpProtocol
{
    /// <summary>gRPC.</summary>
    Grpc,

    /// <summary>HTTP with protobuf.</summary>
    Http,
}

/// <summary>Where traces, metrics and logs are sent.</summary>
/// <param name="Headers">As <c>name=value,...</c>: they hold the receiver's key.</param>
/// <param name="SampleRatio">Of the traces that begin here, so many are sent.</param>
public sealed record OtlpSettings(Uri Endpoint, OtlpProtocol Protocol, string? Headers, double SampleRatio)
{
    internal static OtlpSettings? Read(SettingsReader reader)
    {
        const string setting = "Otlp__Endpoint";
        var ratio = reader.Fraction("Otlp__SampleRatio") ?? 0.05;
        var protocol = reader.Choice("Otlp__Protocol", OtlpProtocol.Grpc);
        if ((reader.Text(setting) ?? reader.Text("OTEL_EXPORTER_OTLP_ENDPOINT")) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http")
            return new(url, protocol, reader.Text("Otlp__Headers"), ratio);
        reader.Fault(setting, "a URL such as http://collector:4317", secret: true);
        return null;
    }

    /// <summary>No member: one of them is a secret.</summary>
    public override string ToString() => nameof(OtlpSettings);
}

/// <summary>Where <c>/metrics</c> is served.</summary>
/// <param name="Address">The address of a port of its own.</param>
/// <param name="Port">A port of its own, 0 for any free one; null: the API's.</param>
public sealed record MetricsSettings(IPAddress Address, int? Port)
{
    internal static MetricsSettings? Read(SettingsReader reader)
    {
        var settings = new MetricsSettings(reader.Address("Metrics__Address"), reader.Port("Metrics__Port"));
        return reader.Flag("Metrics__Enabled", true) ? settings : null;
    }
}
