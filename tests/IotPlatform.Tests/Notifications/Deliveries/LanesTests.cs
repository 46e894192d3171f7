using IotPlatform.Notifications;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Notifications;

public sealed class LanesTests
{
    private readonly Lanes _lanes = new();

    [Fact]
    public void a_lane_that_is_full_takes_no_more_and_leaves_the_others_their_room()
    {
        var (full, other) = (new LaneKey("customer", "a"), new LaneKey("customer", "b"));
        Fill(full);
        _lanes.TryBegin(full, "one more").ShouldBeFalse();
        _lanes.RoomIn([full, other]).ShouldBe([new(other, Lanes.MaxOfLane)]);
        _lanes.End(full, "0");
        _lanes.RoomIn([full]).ShouldBe([new(full, 1)]);
    }

    [Fact]
    public void a_customer_that_is_full_leaves_other_customers_their_room_and_each_of_its_channels_one_message()
    {
        for (var lane = 0; lane < Lanes.MaxOfCustomer / Lanes.MaxOfLane; lane++) Fill(new("customer", $"{lane}"));
        var (own, another) = (new LaneKey("customer", "x"), new LaneKey("another", "x"));
        _lanes.RoomIn([new("customer", "0"), own, another]).ShouldBe([new(own, 1), new(another, Lanes.MaxOfLane)]);
    }

    [Fact]
    public void what_has_been_sent_makes_room_before_it_is_recorded_and_is_not_begun_again()
    {
        var lane = new LaneKey("customer", "a");
        Fill(lane);
        _lanes.Sent(lane, "0");
        _lanes.Sent(lane, "0");
        _lanes.RoomIn([lane]).ShouldBe([new(lane, 1)]);
        _lanes.TryBegin(lane, "0").ShouldBeFalse();
        _lanes.UnderWay([new(lane, 1)]).ShouldContain("0");
        _lanes.End(lane, "0").ShouldBeFalse();
        _lanes.RoomIn([lane]).ShouldBe([new(lane, 1)]);
        _lanes.End(lane, "1").ShouldBeTrue();
        _lanes.RoomIn([lane]).ShouldBe([new(lane, 2)]);
    }

    [Fact]
    public void what_waits_to_be_recorded_has_a_bound()
    {
        var lane = new LaneKey("customer", "a");
        for (var i = 0; i < Lanes.MaxUnrecorded; i++)
        {
            _lanes.TryBegin(lane, $"{i}").ShouldBeTrue();
            _lanes.Sent(lane, $"{i}");
        }
        _lanes.RoomIn([lane]).ShouldBeEmpty();
        _lanes.End(lane, "0").ShouldBeTrue();
        _lanes.RoomIn([lane]).ShouldBe([new(lane, 1)]);
    }

    [Fact]
    public void what_is_under_way_is_not_begun_twice_nor_ended_twice()
    {
        var lane = new LaneKey("customer", "a");
        _lanes.TryBegin(lane, "one").ShouldBeTrue();
        _lanes.TryBegin(lane, "one").ShouldBeFalse();
        _lanes.UnderWay([new(lane, 1)]).ShouldBe(["one"]);
        _lanes.End(lane, "one");
        _lanes.End(lane, "one");
        _lanes.RoomIn([lane]).ShouldBe([new(lane, Lanes.MaxOfLane)]);
    }

    private void Fill(LaneKey lane)
    {
        for (var i = 0; i < Lanes.MaxOfLane; i++) _lanes.TryBegin(lane, $"{i}").ShouldBeTrue();
    }
}
