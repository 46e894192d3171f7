using IotPlatform.Cli.Api;
using IotPlatform.Cli.Configuration;
using IotPlatform.Cli.Devices;
using IotPlatform.Cli.Simulation;
using IotPlatform.Cli.Telemetry;

namespace IotPlatform.Cli;

/// <summary>The verbs that ask the API of a running platform, here or elsewhere, as any client does.</summary>
public static class ClientVerbs
{
    /// <summary>All of them.</summary>
    /// <param name="time">The clock of what waits, and of what is simulated.</param>
    public static IReadOnlyList<Verb> Of(TimeProvider time)
    {
        var api = new ApiOptions();
        return
        [
            DevicesVerb.Build(api, time),
            ConfigurationVerb.Build(ConfigurationKind.Rules, api, time),
            ConfigurationVerb.Build(ConfigurationKind.Policies, api, time),
            TelemetryVerb.Build(api, time),
            SimulateVerb.Build(api, time),
        ];
    }
}
