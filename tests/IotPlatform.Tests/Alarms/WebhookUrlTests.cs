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
    public void a_sound_url_has_no_fault(string url) => WebhookUrl.FaultIn(Config(url)).ShouldBeNull();

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
    public void any_other_is_a_fault(string url, string fault) => WebhookUrl.FaultIn(Config(url)).ShouldBe(fault);

    [Fact]
    public void it_has_2048_characters_at_most()
    {
        WebhookUrl.FaultIn(Config($"\"https://example.com/{new string('x', 2028)}\"")).ShouldBeNull();
        WebhookUrl.FaultIn(Config($"\"https://example.com/{new string('x', 2029)}\"")).ShouldBe("must have 2048 characters at most");
    }

    [Fact]
    public void a_config_without_one_sends_to_the_channels()
    {
        WebhookUrl.In(JsonElement.Parse("{}")).ShouldBeNull();
        WebhookUrl.In(JsonElement.Parse("[]")).ShouldBeNull();
        WebhookUrl.In(Config("null")).ShouldBeNull();
        WebhookUrl.In(Config("\"https://example.com/hook\"")).ShouldBe("https://example.com/hook");
    }

    [Fact]
    public void plain_http_is_known_by_its_scheme()
    {
        WebhookUrl.IsPlainHttp(Config("\"HTTP://example.com\"")).ShouldBeTrue();
        WebhookUrl.IsPlainHttp(Config("\"https://example.com\"")).ShouldBeFalse();
        WebhookUrl.IsPlainHttp(JsonElement.Parse("{}")).ShouldBeFalse();
    }
}
