using IotPlatform.Alarms;
using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Rules;

/// <summary>A rule's webhooks go over TLS, unless the operator allows otherwise.</summary>
public sealed class RuleWebhooks(WebhookSettings settings) : IConsequence
{
    private static readonly Problem NeedsTls = Problem.Invalid([new Platform.Fault($"config.{WebhookUrl.Member}", "must be an https URL")]);

    /// <inheritdoc/>
    public Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation) =>
        Task.FromResult(!settings.AllowPlainHttp && events.Any(IsPlainHttp) ? NeedsTls : null);

    private static bool IsPlainHttp(object fact) => fact switch
    {
        RuleCreated e => WebhookUrl.IsPlainHttp(e.Config.Parse()),
        RuleRevised e => WebhookUrl.IsPlainHttp(e.Config.Parse()),
        _ => false,
    };
}
