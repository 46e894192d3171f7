using IotPlatform.IntegrationTests.OpenApi;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Api;

public sealed class generating_a_client(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task a_client_that_is_generated_from_the_description_compiles_and_works()
    {
        var code = GeneratedClient.Compile(await GeneratedClient.SourceAsync());
        await Customer.RegisterAsync(members: """ "device_type":"pump" """);
        using var http = new HttpClient { BaseAddress = Platform.Http.BaseAddress };
        http.DefaultRequestHeaders.Add("X-API-Key", Customer.Key.Text);
        dynamic client = Activator.CreateInstance(code.GetType("Iot.IotClient", throwOnError: true)!, http)!;
        client.BaseUrl = http.BaseAddress!.ToString();

        var device = await client.GetDeviceAsync("pump-1", null, null);

        ((string)device.Device_id, (string)device.Device_type, (bool)device.Is_connected).ShouldBe(("pump-1", "pump", false));
    }
}
