using IotPlatform.Devices;
using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>A command that a device has to get.</summary>
/// <param name="Name">The last level of its topic.</param>
public sealed record WaitingCommand(string Id, string Name, byte[] Payload, Instant ExpiresAt);

/// <summary>What has become of a command.</summary>
/// <param name="QoS">With 0 there is nothing to come after it was written.</param>
/// <param name="IsAcknowledged">The device has it; otherwise it was written to the device's connection.</param>
public sealed record CommandReport(string CommandId, int QoS, bool IsAcknowledged, Instant At);

/// <summary>Where a device's connection gets commands from, and where it reports to.</summary>
public interface ICommandSource
{
    /// <summary>The oldest commands that the device has to get at <paramref name="now"/>, but for some, in their order.</summary>
    Task<IReadOnlyList<WaitingCommand>> WaitingAsync(
        DeviceHandle device, IReadOnlyCollection<string> except, int count, Instant now, CancellationToken cancellation);

    /// <summary>Notes what has become of commands, for good; reports about what is closed are passed over.</summary>
    Task ReportAsync(DeviceHandle device, IReadOnlyList<CommandReport> reports, CancellationToken cancellation);
}
