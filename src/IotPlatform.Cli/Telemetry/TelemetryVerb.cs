using IotPlatform.Cli.Telemetry.Export;
using IotPlatform.Cli.Telemetry.Import;

namespace IotPlatform.Cli.Telemetry;

/// <summary><c>telemetry</c>: what devices sent, out of the platform and into it.</summary>
public static class TelemetryVerb
{
    /// <summary>The verb with those below it.</summary>
    public static Verb Build(TimeProvider time) => new("telemetry", "Take telemetry out of the platform, and into it")
    {
        new ExportVerb(time).Build(),
        new ImportVerb(time).Build(),
    };
}
