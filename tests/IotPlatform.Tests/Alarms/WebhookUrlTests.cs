using System.Text.Json;
using IotPlatform.Alarms;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Alarms;

public sealed class WebhookUrlTests
{
    private static JsonElement Config(string url) => JsonElement.Parse($$"""{"webhook_url":{{url}}}""");

    [Theory]
    [InlineData("\"https://example.com\"")]
    [InlineData("\"https://example.com:8443/hook?key=1#there\"")]
    [InlineData("\"https://[2001:db8::1]/hook\"")]
    [InlineData("\"http://10.0.0.1/hook\"")]
    [InlineData("null")]
    public void a_sound_url_has_no_fault(string url) => WebhookUrl.FaultIn(Config(url), allowPrivateNetworks: true).ShouldBeNull();

    [Theory]
    [InlineData("7", "must be a string")]
    [InlineData("\"\\ud800\"", "must be a string")]
    [InlineData("\"\"", "must be an absolute URL")]
    [InlineData("\"/hook\"", "must be an absolute URL")]
    [InlineData("\"example.com/hook\"", "must be an absolute URL")]
    [InlineData("\" https://example.com\"", "must be an absolute URL")]
    [InlineData("\"https://\"", "must be an absolute URL")]
    [InlineData("\"ftp://example.com\"", "must be an https URL")]
    [InlineData("\"https://me:secret@example.com\"", "must not hold a user name or password")]
    public void any_other_is_a_fault(string url, string fault) =>
        WebhookUrl.FaultIn(Config(url), allowPrivateNetworks: true).ShouldBe(fault);

    [Theory]
    [InlineData("\"http://example.com/hook\"", "must be an https URL")]
    [InlineData("\"https://10.0.0.1/hook\"", "must lead to a public address, not into a private network")]
    [InlineData("\"https://example.com/hook\"", null)]
    [InlineData("null", null)]
    public void neither_plain_http_nor_private_addresses_are_sound_unless_the_operator_allows_them(string url, string? fault) =>
        WebhookUrl.FaultIn(Config(url), allowPrivateNetworks: false).ShouldBe(fault);

    [Fact]
    public void a_config_without_one_sends_to_the_channels()
    {
        WebhookUrl.In(JsonElement.Parse("{}")).ShouldBeNull();
        WebhookUrl.In(JsonElement.Parse("[]")).ShouldBeNull();
        WebhookUrl.In(Config("null")).ShouldBeNull();
        WebhookUrl.In(Config("\"https://example.com/hook\"")).ShouldBe("https://example.com/hook");
    }
}
