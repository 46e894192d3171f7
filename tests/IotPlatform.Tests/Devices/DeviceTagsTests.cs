using IotPlatform.Devices;
using IotPlatform.Platform;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Devices.SampleDevice;

namespace IotPlatform.Tests.Devices;

public sealed class DeviceTagsTests
{
    private static readonly Device Tagged = Of(new DeviceTagged("sensor-1", ["roof", "north"], Registered));

    private static Decision Add(Device device, params string[] tags) => AddDeviceTagsEndpoint.Decide(new(tags), device, Now);

    private static IEnumerable<string> FaultyFields(string json)
    {
        var body = Body.Parse(json);
        AddDeviceTags.Read(body);
        return body.Faults.Select(fault => fault.Field);
    }

    [Fact]
    public void only_tags_that_the_device_lacks_make_an_event() =>
        Add(Tagged, "north", "new", "Roof").ShouldAppend(new DeviceTagged("sensor-1", ["new", "Roof"], Now));

    [Fact]
    public void a_tag_that_is_sent_twice_is_added_once() =>
        Add(Tagged, "new", "new").ShouldAppend(new DeviceTagged("sensor-1", ["new"], Now));

    [Fact]
    public void adding_what_is_there_makes_no_event()
    {
        Add(Tagged, "roof").ShouldChangeNothing();
        Add(Tagged).ShouldChangeNothing();
        Add(Tagged.After(Add(Tagged, "new"))!, "new").ShouldChangeNothing();
    }

    [Fact]
    public void a_device_has_up_to_50_tags()
    {
        var full = Of(new DeviceTagged("sensor-1", [.. Enumerable.Range(1, 49).Select(i => $"{i}")], Registered));
        Add(full, "a", "b").ShouldRefuse(422, "validation_failed", "more than 50 tags");
        Add(full, "a", "1").ShouldAppend(new DeviceTagged("sensor-1", ["a"], Now));
    }

    [Fact]
    public void a_tag_is_removed_once()
    {
        var removed = RemoveDeviceTagEndpoint.Decide("roof", Tagged, Now);
        removed.ShouldAppend(new DeviceUntagged("sensor-1", "roof", Now));
        RemoveDeviceTagEndpoint.Decide("roof", Tagged.After(removed)!, Now).ShouldRefuse(404, "not_found", "no tag 'roof'");
    }

    [Fact]
    public void case_counts() => RemoveDeviceTagEndpoint.Decide("ROOF", Tagged, Now).ShouldRefuse(404, "not_found", "no tag 'ROOF'");

    [Fact]
    public void tags_are_required_short_and_not_blank()
    {
        FaultyFields("{}").ShouldBe(["tags"]);
        FaultyFields("""{"tags":null}""").ShouldBe(["tags"]);
        FaultyFields($$"""{"tags":["ok"," ",7,"{{new string('x', 65)}}"]}""").ShouldBe(["tags[1]", "tags[2]", "tags[3]"]);
        FaultyFields($$"""{"tags":["{{new string('x', 64)}}"]}""").ShouldBeEmpty();
    }
}
