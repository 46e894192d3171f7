using IotPlatform.Cli.Api;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli.Api;

public sealed class ApiClientTests
{
    // Seen red: the last part of the address lost.
    [Theory]
    [InlineData("http://localhost:8080", "http://localhost:8080/")]
    [InlineData("https://example.com/iot", "https://example.com/iot/")]
    [InlineData("https://example.com/iot/", "https://example.com/iot/")]
    public void what_is_asked_for_comes_behind_the_whole_address(string typed, string address)
    {
        using var client = new ApiClient(new Uri(typed), "key", TimeProvider.System);

        client.Address.ShouldBe(new Uri(address));
    }
}
