using IotPlatform.Alarms;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Rules.SampleRule;

namespace IotPlatform.Tests.Rules;

public sealed class RuleWebhooksTests
{
    private const string Plain = """{"webhook_url":"http://example.com/hook"}""", Secure = """{"webhook_url":"https://example.com/hook"}""";

    private static Task<Problem?> Judge(bool allowPlainHttp, object fact) =>
        new RuleWebhooks(new WebhookSettings(allowPlainHttp)).FollowAsync(null!, [fact], Now, default);

    private static RuleRevised Revision(string config) => new("rule-1", "n", null, new(config), Severity.Info, [], 0, false, Now);

    [Fact]
    public async Task plain_http_is_refused_of_new_rules_and_of_revised_ones()
    {
        (await Judge(false, Creation(config: Plain)))!.Errors.ShouldBe([new("config.webhook_url", "must be an https URL")]);
        (await Judge(false, Revision(Plain)))!.Status.ShouldBe(422);
    }

    [Fact]
    public async Task where_the_operator_allows_it_it_is_not()
    {
        (await Judge(true, Creation(config: Plain))).ShouldBeNull();
        (await Judge(true, Revision(Plain))).ShouldBeNull();
    }

    [Fact]
    public async Task https_is_always_allowed()
    {
        (await Judge(false, Creation(config: Secure))).ShouldBeNull();
        (await Judge(false, Creation())).ShouldBeNull();
    }
}
