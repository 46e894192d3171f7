using System.Text.Json;
using IotPlatform.Audit;
using IotPlatform.Platform;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Audit;

public sealed class EventContentTests
{
    private const string Salt = "AAAAAAAAAAAAAAAAAAAAAA==";

    // Worked out with another program, from what docs/audit.md says.
    private const string Digest = "6bf35ae86eb76a71d81a865f9bd7a40099316e02f184ccea3aaab0fe4e887058";

    private static readonly EventContent Acknowledged = With($$"""{"text":"Seen by Ann","salt":"{{Salt}}"}""");

    [Fact]
    public void its_digest_is_the_one_of_the_documentation() => Acknowledged.Digest().ToString().ShouldBe(Digest);

    [Fact]
    public void its_link_is_the_one_of_the_documentation()
    {
        EventContent.Link(default, Hash.Parse(Digest), 812).ToString()
            .ShouldBe("8058826bb32f6d86f687e626fb6960242bf7859b3c3343e31a048abd0b79e173");
        EventContent.Link(Hash.Parse(new string('0', 64)), Hash.Parse(Digest), 812).ToString()
            .ShouldBe("4186415f2ec912118e6ccb996a59f88f030b5dd6da80d0f0516bb27da5492635");
    }

    [Fact]
    public void erasing_its_note_leaves_it_as_it_is() =>
        With($$"""{"commitment":"{{ErasableText.With("Seen by Ann", new byte[16]).Commitment}}"}""").Digest().ShouldBe(Acknowledged.Digest());

    [Theory]
    [InlineData("""{"text":"Seen by Bob","salt":"AAAAAAAAAAAAAAAAAAAAAA=="}""")]
    [InlineData("""{"text":"Seen by Ann","salt":"AQAAAAAAAAAAAAAAAAAAAA=="}""")]
    [InlineData("""{"text":"Seen by Ann","salt":"AAAAAAAAAAAAAAAAAAAAAA==","more":1}""")]
    [InlineData("""{"text":"Seen by Ann","salt":"not base64"}""")]
    [InlineData("\"Seen by Ann\"")]
    [InlineData("null")]
    public void another_note_is_another_event(string note) => With(note).Digest().ShouldNotBe(Acknowledged.Digest());

    [Fact]
    public void whatever_else_is_changed_is_another_event() => new[]
    {
        Acknowledged with { Customer = "other" }, Acknowledged with { Stream = "a-2" }, Acknowledged with { Version = 3 },
        Acknowledged with { Id = Guid.Empty }, Acknowledged with { Type = "alarm_resolved" },
        Acknowledged with { Timestamp = Acknowledged.Timestamp + Duration.FromMilliseconds(1) }, Acknowledged with { Actor = "system" },
        Acknowledged with { Actor = null }, Acknowledged with { CorrelationId = "r-2" }, Acknowledged with { CausationId = "r-1" },
        Acknowledged with { Data = JsonElement.Parse("{}") },
    }.ShouldAllBe(changed => changed.Digest() != Acknowledged.Digest());

    private static EventContent With(string note) => new(
        "acme", "a-1", 2, Guid.Parse("0194bc3e-0000-7000-8000-000000000001"), "alarm_acknowledged", Instant.FromUtc(2026, 1, 31, 12, 0),
        "api_key:abcdefghij", "r-1", null,
        JsonElement.Parse($$"""{"id":"a-1","note":{{note}},"by":"api_key:abcdefghij","at":"2026-01-31T12:00:00.000000Z"}"""));
}
