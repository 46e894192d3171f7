using IotPlatform.Observability;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Observability;

public sealed class DiskSpaceTests
{
    [Fact]
    public void room_enough_is_no_ailment() => DiskSpace.Check(512L << 20).ShouldBeNull();

    [Fact]
    public void scarce_room_degrades_and_says_how_much_there_is()
    {
        var ailment = DiskSpace.Check((512L << 20) - 1).ShouldNotBeNull();
        ailment.IsFatal.ShouldBeFalse();
        ailment.Reason.ShouldContain("511 MB");
    }
}
