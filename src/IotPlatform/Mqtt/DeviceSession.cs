using IotPlatform.Connectivity;
using IotPlatform.Devices;

namespace IotPlatform.Mqtt;

/// <summary>What a connection knows about its device once the login was accepted.</summary>
internal sealed class DeviceSession(DeviceHandle device, SessionMemory memory)
{
    public DeviceHandle Device { get; } = device;

    public TopicRights Rights { get; } = new(device.DeviceId);

    public SessionMemory Memory { get; } = memory;

    /// <summary>What the device wants published when its connection breaks.</summary>
    public Will? Will { get; set; }

    /// <summary>Seconds between two packets of the device; 0 when it need not send any.</summary>
    public ushort KeepAlive { get; set; }

    /// <summary>Whether <see cref="KeepAlive"/> is the platform's choice rather than the client's.</summary>
    public bool KeepAliveIsOurs { get; set; }

    /// <summary>Seconds that the session is kept after the connection; 0 when it ends with it.</summary>
    public uint ExpirySeconds { get; set; }

    /// <summary>Whether <see cref="ExpirySeconds"/> is the platform's choice rather than the client's.</summary>
    public bool ExpiryIsOurs { get; set; }

    /// <summary>The longest packet that the client takes; 0 when it takes any.</summary>
    public uint ClientPacketBytes { get; set; }

    /// <summary>Commands that may be on their way to the client without its acknowledgement.</summary>
    public int ReceiveMaximum { get; set; } = MqttLimits.UnacknowledgedCommands;

    /// <summary>The connection's entry in the log, from the moment the login was acknowledged.</summary>
    public LoggedConnection? Logged { get; set; }
}
