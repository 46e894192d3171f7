using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>
/// Sends to phones, a request to the operator's gateway for each. It is sent once one phone has it: a further attempt would tell that one
/// again. The outcome's error names the others then.
/// </summary>
public sealed class SmsSender(HttpPost http, SenderSettings settings) : INotificationSender
{
    private static readonly SendOutcome NoGateway = new(SendResult.Failed, null, "No SMS gateway is configured. Set Sms__GatewayUrl.");

    /// <inheritdoc/>
    public string ChannelType => ChannelTypes.Sms;

    /// <inheritdoc/>
    public async Task<SendOutcome> SendAsync(Notification notification, ChannelConfig config, CancellationToken cancellation)
    {
        var numbers = ((SmsConfig)config).PhoneNumbers;
        if (settings.Sms is not { } gateway) return NoGateway;
        var text = SmsMessage.TextOf(MessageText.Of(notification));
        var outcomes = await Task.WhenAll(numbers.Select(number => SendAsync(gateway, new(number, gateway.From, text), cancellation)));
        return ManyOutcomes.Of([.. numbers.Zip(outcomes)]);
    }

    private async Task<SendOutcome> SendAsync(SmsGatewaySettings gateway, SmsMessage message, CancellationToken cancellation)
    {
        KeyValuePair<string, string>[] headers = gateway.ApiKey is { } key ? [new("Authorization", $"Bearer {key}")] : [];
        var outcome = await http.SendAsync(OutgoingHttp.ToOperator, gateway.Url, message.ToJson(), headers, cancellation);
        // The gateway is everybody's: that it is gone says nothing of this channel.
        return outcome.Result is SendResult.Gone ? outcome with { Result = SendResult.Failed } : outcome;
    }
}
