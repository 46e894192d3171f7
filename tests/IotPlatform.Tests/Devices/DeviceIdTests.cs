using IotPlatform.Devices;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Devices;

public sealed class DeviceIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("Sensor_1.floor-2:eth0")]
    [InlineData("...")]
    [InlineData("019ac3f0-7b1c-7e21-9d6e-0a1b2c3d4e5f")]
    public void letters_digits_and_four_marks_make_an_id(string id) => DeviceId.IsValid(id).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a+b")]
    [InlineData("a#")]
    [InlineData("$a")]
    [InlineData("a%2F")]
    [InlineData("ä")]
    [InlineData("a\0")]
    [InlineData("a\n")]
    public void what_would_break_a_topic_or_a_url_is_refused(string id) => DeviceId.IsValid(id).ShouldBeFalse();

    [Fact]
    public void an_id_has_up_to_128_characters()
    {
        DeviceId.IsValid(new string('a', 128)).ShouldBeTrue();
        DeviceId.IsValid(new string('a', 129)).ShouldBeFalse();
    }
}
