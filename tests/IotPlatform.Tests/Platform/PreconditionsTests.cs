using IotPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class PreconditionsTests
{
    private static bool Hold(long version, params string[] ifMatch)
    {
        var http = new DefaultHttpContext();
        if (ifMatch.Length > 0) http.Request.Headers.IfMatch = ifMatch;
        return Preconditions.Hold(http, version);
    }

    [Fact]
    public void an_etag_is_the_quoted_version() => Preconditions.ETag(7).ShouldBe("\"7\"");

    [Fact]
    public void without_if_match_any_version_will_do() => Hold(3).ShouldBeTrue();

    [Theory]
    [InlineData("\"3\"")]
    [InlineData("*")]
    [InlineData("\"1\", \"3\"")]
    public void the_version_that_is_named_will_do(string tags) => Hold(3, tags).ShouldBeTrue();

    [Fact]
    public void the_version_may_stand_in_any_of_several_headers() => Hold(3, "\"1\"", "\"3\"").ShouldBeTrue();

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("3")]
    [InlineData("W/\"3\"")]
    [InlineData("")]
    public void any_other_tag_will_not(string tags) => Hold(3, tags).ShouldBeFalse();
}
