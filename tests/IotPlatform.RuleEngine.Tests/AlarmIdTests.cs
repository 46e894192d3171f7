using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.RuleEngine.Tests;

public class AlarmIdTests
{
    private static readonly Instant At = Instant.FromUnixTimeMilliseconds(0x019ABCDEF012);

    [Fact]
    public void an_id_is_a_uuid_of_version_7_with_the_firings_time_in_front() =>
        AlarmId.For("rule", "device", 42, At).ShouldMatch("^019abcde-f012-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");

    [Fact]
    public void an_id_is_the_same_for_ever() =>
        AlarmId.For("rule", "device", 42, At).ShouldBe("019abcde-f012-7476-8152-fc86622c575c");

    [Fact]
    public void another_rule_device_position_or_time_gives_another_id() =>
        new[]
        {
            AlarmId.For("rule", "device", 42, At),
            AlarmId.For("rule2", "device", 42, At),
            AlarmId.For("rule", "device2", 42, At),
            AlarmId.For("rule", "device", 43, At),
            AlarmId.For("rule", "device", 42, At + Duration.FromMilliseconds(1)),
            AlarmId.For("ruled", "evice", 42, At),
        }.ShouldBeUnique();

    [Fact]
    public void ids_sort_by_time() =>
        string.CompareOrdinal(AlarmId.For("z", "z", 9, At), AlarmId.For("a", "a", 1, At + Duration.FromMilliseconds(1)))
            .ShouldBeLessThan(0);
}
