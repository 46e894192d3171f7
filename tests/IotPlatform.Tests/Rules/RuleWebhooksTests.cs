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
    private const string
        Plain = """{"webhook_url":"http://example.com/hook"}""",
        Private = """{"webhook_url":"https://192.168.0.1/hook"}""",
        Secure = """{"webhook_url":"https://example.com/hook"}""";

    private static Task<Problem?> Judge(bool allowPrivateNetworks, object fact) =>
        new RuleWebhooks(new WebhookSettings(allowPrivateNetworks)).FollowAsync(null!, [fact], Now, default);

    private static RuleRevised Revision(string config) => new("rule-1", "n", null, new(config), Severity.Info, [], 0, false, Now);

    [Fact]
    public async Task plain_http_is_refused_of_new_rules_and_of_revised_ones()
    {
        (await Judge(false, Creation(config: Plain)))!.Errors.ShouldBe([new("config.webhook_url", "must be an https URL")]);
        (await Judge(false, Revision(Plain)))!.Status.ShouldBe(422);
    }

    [Fact]
    public async Task private_addresses_are_refused_too() =>
        (await Judge(false, Creation(config: Private)))!.Errors
            .ShouldBe([new("config.webhook_url", "must lead to a public address, not into a private network")]);

    [Fact]
    public async Task where_the_operator_allows_them_they_are_not()
    {
        (await Judge(true, Creation(config: Plain))).ShouldBeNull();
        (await Judge(true, Revision(Plain))).ShouldBeNull();
        (await Judge(true, Revision(Private))).ShouldBeNull();
    }

    [Fact]
    public async Task https_is_always_allowed()
    {
        (await Judge(false, Creation(config: Secure))).ShouldBeNull();
        (await Judge(false, Creation())).ShouldBeNull();
    }
}
