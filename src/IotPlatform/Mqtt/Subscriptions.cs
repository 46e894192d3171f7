using MQTTnet.Protocol;
using MQTTnet.Server;

namespace IotPlatform.Mqtt;

/// <summary>Lets a device subscribe to its own commands and to nothing else.</summary>
internal sealed class Subscriptions(MqttSessions sessions)
{
    /// <summary>Judges one filter of a SUBSCRIBE.</summary>
    public Task OnSubscribing(InterceptingSubscriptionEventArgs e)
    {
        if (Judge(e.ClientId, e.TopicFilter.Topic) is { } refusal)
        {
            e.ProcessSubscription = false;
            e.Response.ReasonCode = refusal;
        }

        return Task.CompletedTask;
    }

    /// <summary>Takes note of an UNSUBSCRIBE. The server holds a lock meanwhile, so nothing is waited for.</summary>
    public Task OnUnsubscribing(InterceptingUnsubscriptionEventArgs e)
    {
        sessions.Find(e.ClientId)?.Session?.Memory.Unsubscribe(e.Topic);
        return Task.CompletedTask;
    }

    private MqttSubscribeReasonCode? Judge(string key, string filter)
    {
        if (!Topic.IsFilter(filter)) return MqttSubscribeReasonCode.TopicFilterInvalid;
        if (sessions.Find(key)?.Session is not { } session || !session.Rights.MaySubscribe(filter)) return MqttSubscribeReasonCode.NotAuthorized;
        return session.Memory.Subscribe(filter) ? null : MqttSubscribeReasonCode.QuotaExceeded;
    }
}
