using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>
/// What one connection may ask of the platform; the numbers are announced to MQTT 5 clients where the protocol has a word for them.
/// </summary>
public static class MqttLimits
{
    /// <summary>Bytes of a whole packet, fixed header included.</summary>
    public const int PacketBytes = 256 * 1024;

    /// <summary>Bytes of a message's payload.</summary>
    public const int PayloadBytes = 128 * 1024;

    /// <summary>UTF-8 bytes of a topic name or topic filter.</summary>
    public const int TopicBytes = 512;

    /// <summary>Published messages of one connection that wait for their commit; more are not read before one is acknowledged.</summary>
    public const int InFlightMessages = 1_000;

    /// <summary>Bytes of those messages together; one message is always let through.</summary>
    public const int InFlightBytes = 1024 * 1024;

    /// <summary>The highest topic alias that a client may use.</summary>
    public const ushort TopicAliases = 32;

    /// <summary>Topic filters that one session may be subscribed to.</summary>
    public const int Subscriptions = 50;

    /// <summary>Commands on their way to one device without its acknowledgement; fewer where an MQTT 5 client wants fewer.</summary>
    public const int UnacknowledgedCommands = 100;

    /// <summary>Seconds that a session outlives its connection at most.</summary>
    public const uint SessionExpirySeconds = 7 * 24 * 3600;

    /// <summary>The longest keep-alive, in seconds, that an MQTT 5 client may choose.</summary>
    public const ushort KeepAliveSeconds = 3600;

    /// <summary>How long a new connection may take to send its CONNECT.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How often the platform looks for silent connections and expired sessions.</summary>
    public static readonly Duration HousekeepingInterval = Duration.FromSeconds(1);
}
