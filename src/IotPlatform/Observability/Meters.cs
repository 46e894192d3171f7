using OpenTelemetry.Metrics;

namespace IotPlatform.Observability;

/// <summary>Which instruments are shown, ours and those of others.</summary>
internal static class Meters
{
    private static readonly string[] Shown =
    [
        "IotPlatform.*", "Marten", "Wolverine:*", "Npgsql", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
    ];

    /// <summary>Adds all that are shown, as they are shown.</summary>
    public static MeterProviderBuilder AddPlatformMeters(this MeterProviderBuilder metrics) => metrics.AddMeter(Shown).AddView(Views.Of);
}
