using IotPlatform.Cli.Api;
using IotPlatform.Cli.Devices.Import;

namespace IotPlatform.Cli.Devices;

/// <summary><c>devices</c>: looks at the fleet, and moves it from and into files.</summary>
public static class DevicesVerb
{
    /// <summary>The verb with all below it.</summary>
    public static Verb Build(ApiOptions api, TimeProvider time) => new("devices", "List, show, import and export devices")
    {
        ListDevicesVerb.Build(api, time),
        ShowDeviceVerb.Build(api, time),
        ImportDevicesVerb.Build(api, time),
        ExportDevicesVerb.Build(api, time),
    };
}
