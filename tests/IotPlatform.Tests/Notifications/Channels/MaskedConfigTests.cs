using System.Text.Json;
using FsCheck.Xunit;
using IotPlatform.Notifications;
using IotPlatform.Platform;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Notifications;

[Properties(Arbitrary = [typeof(RandomConfigs)], MaxTest = 500, EndSize = 12, QuietOnSuccess = true)]
public sealed class MaskedConfigTests
{
    [Property]
    public void unmasked_it_is_what_it_was(ConfigSample sent) =>
        ShouldBeSame(MaskedConfig.Of(sent.ChannelType, sent.Text).Unmask(), sent.Text);

    [Property]
    public void sent_back_as_it_is_shown_it_keeps_all_its_secrets(ConfigSample sent)
    {
        var stored = MaskedConfig.Of(sent.ChannelType, sent.Text);
        List<Fault> faults = [];
        var kept = MaskedConfig.Of(sent.ChannelType, stored.Text.Text).Keep(stored.Secrets, faults);
        faults.ShouldBeEmpty();
        MaskedConfig.Of(sent.ChannelType, kept.Unmask()).ShouldBe(stored);
    }

    [Property]
    public void no_place_that_is_secret_is_shown(ConfigSample sent)
    {
        var masked = MaskedConfig.Of(sent.ChannelType, sent.Text);
        JsonValues.Replace(masked.Text.Text, (place, value) =>
        {
            if (masked.Secrets.ContainsKey(place.ToString())) value!.ShouldEndWith(MaskedConfig.Mask);
            else if (value is not null) place.Names.ShouldNotContain("secret");
            return null;
        }).ShouldBe(masked.Text.Text);
    }

    [Theory]
    [InlineData("webhook", """{"url":"https://example.com/a","secret":"hush-hush"}""", """{"url":"https://example.com/a","secret":"********"}""")]
    [InlineData("webhook", """{ "headers" : { "X-A" : "hush" , "B":"hush" } }""", """{ "headers" : { "X-A" : "********" , "B":"********" } }""")]
    [InlineData("slack", """{"webhook_url":"https://hooks.slack.com/services/hush"}""", """{"webhook_url":"https://hooks.slack.com/********"}""")]
    [InlineData("slack", """{"url":"https://hooks.slack.com/services/hush","channel":"#a"}""", """{"url":"https://hooks.slack.com/********","channel":"#a"}""")]
    [InlineData("teams", """{"url":"https://a.example:8443/hush?hush=1#hush"}""", """{"url":"https://a.example:8443/********"}""")]
    [InlineData("teams", """{"webhook_url":"hush"}""", """{"webhook_url":"********"}""")]
    [InlineData("teams", """{"webhook_url":"https://hush:hush@a.example/"}""", """{"webhook_url":"********"}""")]
    [InlineData("email", """{"to":"a@b.c","webhook_url":"https://shown.example/a"}""", """{"to":"a@b.c","webhook_url":"https://shown.example/a"}""")]
    [InlineData("email", """{"to":"a@b.c", "api_key":"hush","apiKey":"hush","API-KEY":"hush","routing_key":12}""", """{"to":"a@b.c", "api_key":"********","apiKey":"********","API-KEY":"********","routing_key":"********"}""")]
    [InlineData("sms", """{"auth":{"user":"hush","list":["hush",{"a":"hush"}]},"password":null}""", """{"auth":{"user":"********","list":["********",{"a":"********"}]},"password":null}""")]
    [InlineData("sms", """{"monkey":"a","keyboard":"b","author":"c","turkeys":"d","note":"\u0061\/"}""", """{"monkey":"a","keyboard":"b","author":"c","turkeys":"d","note":"\u0061\/"}""")]
    public void what_is_secret_is_masked_and_the_rest_is_left_as_it_is(string type, string sent, string shown) =>
        MaskedConfig.Of(type, sent).Text.Text.ShouldBe(shown);

    [Fact]
    public void secrets_are_known_by_their_places() =>
        MaskedConfig.Of("webhook", """{"secret":"s","headers":{"X.A":"h"},"tokens":["t","u"],"auth":{"n":7}}""").Secrets.ShouldBe(
            new Dictionary<string, string> { ["secret"] = "s", ["headers.X\\.A"] = "h", ["tokens[0]"] = "t", ["tokens[1]"] = "u", ["auth.n"] = "7" },
            ignoreOrder: true);

    private static void ShouldBeSame(string json, string other) =>
        JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(other)).ShouldBeTrue();
}
