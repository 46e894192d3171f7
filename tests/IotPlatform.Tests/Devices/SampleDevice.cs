using System.Text.Json;
using IotPlatform.Devices;
using NodaTime;

namespace IotPlatform.Tests.Devices;

/// <summary>A device to test with, as its events make it.</summary>
internal static class SampleDevice
{
    public static readonly Instant Registered = Instant.FromUtc(2026, 3, 1, 12, 0);
    public static readonly Instant Now = Registered + Duration.FromHours(1);
    public static readonly JsonElement Metadata = JsonElement.Parse("""{"floor":3}""");

    public static DeviceRegistered Registration(bool isActive = true) =>
        new("sensor-1", "Sensor", "On the roof", "thermometer", Metadata, isActive, "hash", Registered);

    public static Device Of(params object[] later) => later.Aggregate(Device.Fold(null, Registration()), Device.Fold)!;
}
