using System.Net;

namespace IotPlatform.Hosting;

/// <summary>What those who run the platform see of it.</summary>
/// <param name="Metrics">Where <c>/metrics</c> is served; null: nowhere.</param>
public sealed record ObservabilitySettings(MetricsSettings? Metrics)
{
    internal static ObservabilitySettings Read(SettingsReader reader) => new(MetricsSettings.Read(reader));
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
