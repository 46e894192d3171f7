using IotPlatform.Commands;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Tests.Commands;

/// <summary>A command to test with, as its events make it.</summary>
internal static class SampleCommand
{
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 12, 0);
    public static readonly Instant Now = Start + Duration.FromSeconds(10);
    public static readonly Instant End = Start + Duration.FromMinutes(1);

    public static readonly CommandQueued Queued = new("command-1", "pump-1", "open", new RawJson("""{"by":0.50}"""), 60, End, Start);
    public static readonly CommandSent Sent = new("command-1", false, Now);
    public static readonly CommandSent SentOnce = new("command-1", true, Now);
    public static readonly CommandDelivered Delivered = new("command-1", Now);
    public static readonly CommandExpired Expired = new("command-1", End);
    public static readonly CommandCancelled Cancelled = new("command-1", Now);

    public static DeviceCommand Of(params object[] later) => later.Aggregate(DeviceCommand.Fold(null, Queued), DeviceCommand.Fold)!;

    public static OpenCommand? OpenAfter(params object[] later) => later.Aggregate(OpenCommand.Fold(null, Queued), OpenCommand.Fold);
}
