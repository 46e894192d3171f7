using IotPlatform.Accounts;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Accounts;

public sealed class suspending_a_customer(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task it_reads_and_is_told_why_it_does_not_write()
    {
        await Customer.RegisterAsync();
        await SuspendAsync("invoice 4711 is open");

        await Poll.UntilAsync(async () => (await Api.PostAsync("groups", """{"name":"Pumps"}""")).Status is 403, "writing ends", 1);

        var refused = await Api.DeleteAsync("devices/pump-1");
        refused.IsProblem(403, "forbidden");
        refused.Member("detail")!.ShouldContain("invoice 4711 is open");
        (await Api.GetAsync("devices/pump-1")).Is(200);
    }

    [Fact]
    public async Task its_devices_are_dropped_and_let_in_again_when_it_is_resumed()
    {
        var device = await Customer.RegisterAsync();
        await using var connection = await Customer.ConnectAsync(device);
        await connection.MeasureAsync(31);

        await SuspendAsync();

        await Poll.UntilAsync(() => !connection.IsConnected, "the session is dropped", 5);
        (await DeviceConnection.LoginAsync(device, Platform.MqttPort)).ShouldBe(MqttClientConnectResultCode.NotAuthorized);
        (await Api.GetAsync("devices/pump-1/telemetry"))["count"].GetInt32().ShouldBe(1);
        (await AsOperatorAsync(accounts => accounts.ResumeAsync(Customer.Id, default)))!.SuspendedAt.ShouldBeNull();
        await Poll.UntilAsync(
            async () => await DeviceConnection.LoginAsync(device, Platform.MqttPort) is MqttClientConnectResultCode.Success, "the device is let in", 5);
        (await Api.PatchAsync("devices/pump-1", """{"name":"Pump"}""")).Is(200);
    }

    [Fact]
    public async Task others_go_on()
    {
        var other = await Platform.NewCustomerAsync();
        await using var connection = await other.ConnectAsync(await other.RegisterAsync());
        await SuspendAsync();
        await Poll.UntilAsync(async () => (await Api.PostAsync("groups", """{"name":"Pumps"}""")).Status is 403, "writing ends", 1);

        await connection.MeasureAsync(1);
        (await other.Api.PostAsync("groups", """{"name":"Pumps"}""")).Is(201);
    }

    [Fact]
    public async Task again_changes_nothing()
    {
        var first = await SuspendAsync("first");
        (await SuspendAsync("second")).ShouldBe(first);
        (await Platform.Get<AccountStore>().SuspendAsync("nobody", null, default)).ShouldBeNull();
    }

    private async Task<Customer?> SuspendAsync(string? reason = null) =>
        await AsOperatorAsync(accounts => accounts.SuspendAsync(Customer.Id, reason, default));

    private async Task<Customer?> AsOperatorAsync(Func<AccountStore, Task<Customer?>> change)
    {
        await using var process = Platform.Build();
        return await change(process.Services.GetRequiredService<AccountStore>());
    }
}
