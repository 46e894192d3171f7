using System.Text.Json;
using IotPlatform.Profiles;
using NodaTime;

namespace IotPlatform.Tests.Profiles;

/// <summary>A profile to test with, as its events make it.</summary>
internal static class SampleProfile
{
    public static readonly Instant Made = Instant.FromUtc(2026, 3, 1, 12, 0);
    public static readonly Instant Now = Made + Duration.FromHours(1);
    public static readonly JsonElement Metadata = JsonElement.Parse("""{"vendor":"x"}""");

    public static readonly ProfileCreated Creation =
        new("profile-1", "Pump", "A pump", ["devices/+/telemetry"], 60, Metadata, Made);

    public static Profile Of(params object[] later) => later.Aggregate(Profile.Fold(null, Creation), Profile.Fold)!;
}
