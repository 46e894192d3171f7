using System.Text.Json;
using IotPlatform.Platform;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("-1.5e300")]
    [InlineData("\"\\ud83c\\udf21 \\n\"")]
    [InlineData("""{"a":[{"b":["c",1]}]}""")]
    public void plain_json_can_be_stored(string json) => JsonText.IsStorable(JsonElement.Parse(json)).ShouldBeTrue();

    [Theory]
    [InlineData("\"\\u0000\"")]
    [InlineData("""{"a\u0000":1}""")]
    [InlineData("""{"a":[{"b":"\u0000"}]}""")]
    [InlineData("\"\\ud83c\"")]
    [InlineData("""{"\udf21":1}""")]
    [InlineData("1e400")]
    [InlineData("0.00000000000000000000000000000000000000000000000000000000000000001")]
    public void what_jsonb_refuses_or_no_client_can_read_cannot(string json) =>
        JsonText.IsStorable(JsonElement.Parse(json)).ShouldBeFalse();

    [Theory]
    [InlineData("\"a\"", "a")]
    [InlineData("1", null)]
    [InlineData("null", null)]
    [InlineData("\"\\ud800\"", null)]
    public void only_a_string_that_dotnet_can_hold_is_read(string json, string? expected)
    {
        JsonText.TryGetString(JsonElement.Parse(json), out var text).ShouldBe(expected is not null);
        text.ShouldBe(expected ?? "");
    }
}
