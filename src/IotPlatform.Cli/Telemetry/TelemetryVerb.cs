using IotPlatform.Cli.Api;
using IotPlatform.Cli.Telemetry.Export;
using IotPlatform.Cli.Telemetry.Import;

namespace IotPlatform.Cli.Telemetry;

/// <summary><c>telemetry</c>: what devices sent, out of the platform and into it.</summary>
public static class TelemetryVerb
{
    /// <summary>The verb with those below it.</summary>
    public static Verb Build(ApiOptions api, TimeProvider time) => new("telemetry", "Take telemetry out of the platform, and into it")
    {
        new ExportVerb(api, time).Build(),
        new ImportVerb(api, time).Build(),
    };
}
