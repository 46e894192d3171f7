using System.Text;
using IotPlatform.Devices;
using IotPlatform.Telemetry;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>
/// Makes the session of an accepted login, and fits the CONNECT packet to what the MQTT server is to do with it: the client id is made
/// unique over all customers, and keep-alive and will are taken off it, since the platform sees to them itself.
/// </summary>
internal sealed class SessionStart(MqttSessions sessions, ITelemetryIngest ingest, Wills wills, MqttMetrics metrics, IClock clock)
{
    /// <summary>Begins the session on the channel, or says why it may not.</summary>
    public async Task<LoginRefusal?> BeginAsync(DeviceChannel channel, DeviceHandle device)
    {
        var connect = channel.Connect!;
        if (TakeWill(connect, device, channel.IsVersion5, out var will) is { } refusal) return refusal;

        var key = SessionKey.Of(device.Customer, device.DeviceId);
        var (memory, lastWill) = await sessions.RecallAsync(key, connect.CleanSession, clock.GetCurrentInstant()).ConfigureAwait(false);
        if (lastWill is not null) await wills.PublishAsync(lastWill).ConfigureAwait(false);
        var session = new DeviceSession(device, memory) { Will = will, ClientPacketBytes = connect.MaximumPacketSize };
        if (connect.ReceiveMaximum > 0) session.ReceiveMaximum = Math.Min(session.ReceiveMaximum, connect.ReceiveMaximum);
        if (channel.IsVersion5) SettleVersion5(session, connect);
        else (session.ExpirySeconds, session.KeepAlive) = (connect.CleanSession ? 0 : MqttLimits.SessionExpirySeconds, connect.KeepAlivePeriod);
        connect.KeepAlivePeriod = 0;
        connect.ClientId = key;
        channel.Begin(session);
        return null;
    }

    /// <summary>
    /// For how long the MQTT server is to keep a session: for ever, or not at all. It would count by the CONNECT that began the session,
    /// whatever was said later; so the platform counts, and deletes the session.
    /// </summary>
    public static uint KeepFor(uint expirySeconds) => expirySeconds is 0 ? 0 : uint.MaxValue;

    private static void SettleVersion5(DeviceSession session, MqttConnectPacket connect)
    {
        session.ExpiryIsOurs = connect.SessionExpiryInterval > MqttLimits.SessionExpirySeconds;
        session.ExpirySeconds = Math.Min(connect.SessionExpiryInterval, MqttLimits.SessionExpirySeconds);
        connect.SessionExpiryInterval = KeepFor(session.ExpirySeconds);
        session.KeepAliveIsOurs = connect.KeepAlivePeriod is 0 or > MqttLimits.KeepAliveSeconds;
        session.KeepAlive = session.KeepAliveIsOurs ? MqttLimits.KeepAliveSeconds : connect.KeepAlivePeriod;
    }

    // A will that the device may not publish is refused with the CONNECT in MQTT 5, and dropped in 3.1.1, as the message itself would be.
    private LoginRefusal? TakeWill(MqttConnectPacket connect, DeviceHandle device, bool isVersion5, out Will? will)
    {
        will = null;
        if (!connect.WillFlag) return null;
        connect.WillFlag = false;

        var rights = new TopicRights(device.DeviceId);
        var topic = Encoding.UTF8.GetBytes(connect.WillTopic ?? "");
        var payload = connect.WillMessage ?? [];
        if (!Topic.IsName(topic) || !rights.MayPublish(topic)) return Refuse(PublishFault.NotAuthorized, LoginRefusal.WillTopic);
        if (payload.Length > MqttLimits.PayloadBytes) return Refuse(PublishFault.TooLarge, LoginRefusal.WillPayload);
        will = new Will(
            device, Encoding.UTF8.GetString(topic.AsSpan(rights.PrefixBytes)), payload, topic.Length, connect.WillDelayInterval);
        return null;

        LoginRefusal? Refuse(PublishFault fault, LoginRefusal refusal)
        {
            metrics.Refused(fault is PublishFault.TooLarge ? MqttPubAckReasonCode.QuotaExceeded : MqttPubAckReasonCode.NotAuthorized);
            ingest.Refuse(new RefusedPublish(device, ErrorText.OfTopic(topic), fault, clock.GetCurrentInstant()));
            return isVersion5 ? refusal : null;
        }
    }
}
