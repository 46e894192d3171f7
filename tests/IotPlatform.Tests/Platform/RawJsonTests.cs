using System.Text.Json;
using IotPlatform.Platform;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class RawJsonTests
{
    private const string Sent = """{ "b" : 1.0,"a":1e2, "b":"\u00e9" }""";

    private sealed record Holder(RawJson Config);

    [Fact]
    public void it_keeps_the_text_as_it_was_sent() => RawJson.Of(JsonElement.Parse(Sent)).Text.ShouldBe(Sent);

    [Fact]
    public void clients_get_the_json_itself()
    {
        var answered = JsonSerializer.Serialize(new Holder(new(Sent)), Json.Api);
        answered.ShouldBe($$"""{"config":{{Sent}}}""");
        JsonSerializer.Deserialize<Holder>(answered, Json.Api).ShouldBe(new Holder(new(Sent)));
    }

    [Fact]
    public void the_store_gets_a_string_that_holds_it()
    {
        var stored = JsonSerializer.Serialize(new Holder(new(Sent)), Json.Store);
        JsonElement.Parse(stored).GetProperty("config").ValueKind.ShouldBe(JsonValueKind.String);
        JsonSerializer.Deserialize<Holder>(stored, Json.Store).ShouldBe(new Holder(new(Sent)));
    }

    [Fact]
    public void its_members_can_be_read() => new RawJson("""{"a":7}""").Parse().GetProperty("a").GetInt32().ShouldBe(7);
}
