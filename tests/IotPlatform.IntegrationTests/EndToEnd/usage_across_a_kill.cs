using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

public sealed class usage_across_a_kill : IAsyncLifetime
{
    private readonly string _data = TestFolder.NewPath();
    private PlatformProcess _platform = null!;
    private TestDevice _device = null!;
    private int _sent;

    public async Task InitializeAsync()
    {
        _platform = await PlatformProcess.StartAsync(_data);
        _device = await _platform.RegisterAsync("pump-1");
    }

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        TestFolder.Remove(_data);
    }

    [Fact]
    public async Task each_acknowledged_message_is_counted_once_and_nobody_is_connected_who_is_not()
    {
        await SendAsync(40);
        await _platform.KillAsync();
        await StartAgainAsync();
        (await _platform.Api.GetAsync("stats")).Is(200)["connected_devices"].GetInt32().ShouldBe(0);
        await AllIsCountedAsync();

        await SendAsync(25);
        await AllIsCountedAsync();

        (await _platform.TerminateAsync()).ExitCode.ShouldBe(0, _platform.Output);
        await StartAgainAsync();
        await AllIsCountedAsync();
    }

    private async Task SendAsync(int messages)
    {
        // Not closed: a kill finds it connected.
        var connection = await DeviceConnection.OpenAsync(_device, _platform.MqttPort);
        for (var message = 0; message < messages; message++, _sent++) await connection.MeasureAsync(message);
    }

    private async Task StartAgainAsync()
    {
        await _platform.DisposeAsync();
        _platform = await PlatformProcess.StartAsync(_data);
    }

    private async Task AllIsCountedAsync()
    {
        (await _platform.Api.GetAsync("stats"))["messages_this_period"].GetInt32().ShouldBe(_sent);
        foreach (var query in new[] { "usage", "usage?device_id=pump-1" })
            (await _platform.Api.GetAsync(query)).Is(200)["summary"].GetProperty("total_messages").GetInt32().ShouldBe(_sent);
    }
}
