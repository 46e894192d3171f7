using IotPlatform.Alarms;
using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Rules;

/// <summary>A rule's webhooks go over TLS to public addresses, unless the operator allows otherwise.</summary>
public sealed class RuleWebhooks(WebhookSettings settings) : IConsequence
{
    /// <inheritdoc/>
    public Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation) =>
        Task.FromResult(events.Select(FaultIn).FirstOrDefault(fault => fault is not null) is { } fault
            ? Problem.Invalid([new Platform.Fault($"config.{WebhookUrl.Member}", fault)])
            : null);

    private string? FaultIn(object fact) => fact switch
    {
        RuleCreated e => FaultIn(e.Config),
        RuleRevised e => FaultIn(e.Config),
        _ => null,
    };

    private string? FaultIn(RawJson config) => WebhookUrl.FaultIn(config.Parse(), settings.AllowPrivateNetworks);
}
