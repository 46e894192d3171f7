using IotPlatform.Operations;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Operations;

public sealed class TableFingerprintTests
{
    private static readonly TableFingerprint Events = new("iot.mt_events", 3, "17");

    [Fact]
    public void what_is_the_same_needs_no_word() => TableFingerprint.Compare([Events], [Events]).ShouldBeEmpty();

    // Seen red: rows compared by number alone.
    [Fact]
    public void each_difference_is_named() => TableFingerprint.Compare(
        [Events, new("iot.a", 1, "1"), new("iot.b", 2, "2")],
        [Events with { Rows = 4, Sum = "20" }, new("iot.a", 1, "9"), new("iot.c", 1, "3")]).ShouldBe(
    [
        "iot.mt_events has 4 rows where the backup has 3",
        "iot.a has 1 row, as in the backup, but not the same",
        "iot.b is missing",
        "iot.c is not in the backup",
    ]);
}
