using IotPlatform.Mqtt;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Mqtt;

public sealed class DisconnectFrameTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("04", null)]
    [InlineData("0000", null)]
    [InlineData("00 05 11 00000000", 0u)]
    [InlineData("00 05 11 0000003C", 60u)]
    [InlineData("04 0A 1F 0002 6869 11 0000003C", 60u)]
    [InlineData("00 0D 26 0001 61 0002 6263 11 FFFFFFFF", uint.MaxValue)]
    [InlineData("00 8500 11 0000003C", 60u)]
    [InlineData("00 03 11 0000", null)]
    [InlineData("00 03 1F 00FF", null)]
    [InlineData("00 01 99", null)]
    public void the_expiry_is_told_from_its_absence(string hex, uint? seconds) =>
        DisconnectFrame.SessionExpiryOf(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))).ShouldBe(seconds);
}
