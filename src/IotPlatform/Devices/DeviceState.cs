using System.Text.Json.Serialization;
using NodaTime;

namespace IotPlatform.Devices;

/// <summary>What is true of a device's connection at a moment.</summary>
public sealed record DeviceState(
    [property: JsonIgnore] int Key, bool IsConnected, Instant? LastSeen, Instant? LastConnectedAt, Instant? LastDisconnectedAt)
{
    /// <summary>What it has sent that could not be used; null where there was no such thing.</summary>
    public TelemetryErrors? TelemetryErrors { get; init; }

    /// <summary>Before the first contact.</summary>
    public static DeviceState NeverSeen { get; } = new(0, false, null, null, null);
}

/// <summary>What is still known of a device's connection in the past.</summary>
public interface IPastConnections
{
    /// <summary>The connection as it was at the moment, in the device's life that began at <paramref name="since"/>.</summary>
    ValueTask<DeviceState> AtAsync(string customer, string deviceId, Instant since, Instant moment, CancellationToken cancellation);
}

/// <summary>
/// When a device was last heard, as far as this node knows more than the table, which is brought up to date every second or so.
/// </summary>
public interface ILastSeen
{
    /// <summary>The receipt of the device's newest message, or null when this node has no newer one.</summary>
    Instant? LastSeen(int deviceKey);
}
