using System.Text.Json.Nodes;
using IotPlatform.Cli.Devices;
using IotPlatform.Cli.Devices.Import;
using IotPlatform.Cli.Files;
using IotPlatform.Cli.Names;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli.Devices;

public sealed class DeviceChangeTests
{
    private const string Pump = """
        {"device_id":"pump-1","name":"Pump","description":null,"device_type":"pump","metadata":{"floor":3,"room":"a"},"is_active":true,
         "is_connected":false,"last_seen":null,"profile_id":"p1","tags":["a","b"],"group_ids":["g1"]}
        """;

    [Theory]
    [InlineData("""{"device_id":"pump-1"}""")]
    [InlineData("""{"device_id":"pump-1","description":"","device_type":"pump","is_active":true}""")]
    [InlineData("""{"device_id":"pump-1","metadata":{"room":"a","floor":3.0},"tags":["b"," a "]}""")]
    [InlineData("""{"device_id":"pump-1","metadata.room":"a","metadata.cellar":null}""")]
    public void a_device_that_is_what_the_row_says_is_left_alone(string row) => Of(row).IsNothing.ShouldBeTrue();

    // Seen red: members that do not differ sent too.
    [Fact]
    public void only_what_differs_is_sent()
    {
        var change = Of("""
            {"device_id":"pump-1","name":"Pump","description":"new","tags":["b","c"],"metadata.room":null,"profile":null,"is_active":false}
            """);

        Json.Text(change.Members).ShouldBe("""{"description":"new","is_active":false,"metadata":{"floor":3},"profile_id":null}""");
        change.AddTags.ShouldBe(["c"]);
        change.RemoveTags.ShouldBe(["a"]);
    }

    [Fact]
    public void groups_that_the_row_does_not_name_are_left()
    {
        var change = Of("""{"device_id":"pump-1","groups":["Two"]}""", ["g2"]);

        change.Join.ShouldBe(["g2"]);
        change.Leave.ShouldBe(["g1"]);
    }

    // Seen red: the profile's id written where its name is taken twice, as the name.
    [Fact]
    public void what_is_exported_changes_nothing_when_it_is_imported()
    {
        var groups = new NameBook("group", [Named("g1", "Cellar"), Named("g2", "Cellar")]);
        var profiles = new NameBook("profile", [Named("p1", "Big")]);

        var record = DeviceRecord.Of(JsonNode.Parse(Pump)!, profiles, groups);

        record["profile"]!.ToString().ShouldBe("Big");
        record["groups"]!.AsArray().Select(group => group!.ToString()).ShouldBe(["g1"]);
        DeviceChange.Of(new DeviceRow(1, record), new("p1", ["g1"]), JsonNode.Parse(Pump)!).IsNothing.ShouldBeTrue();
    }

    private static DeviceChange Of(string row, IReadOnlyList<string>? groups = null) =>
        DeviceChange.Of(new DeviceRow(2, JsonNode.Parse(row)!.AsObject()), new(null, groups), JsonNode.Parse(Pump)!);

    private static JsonObject Named(string id, string name) => new() { ["id"] = id, ["name"] = name };
}
