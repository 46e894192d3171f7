using System.Globalization;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using Shouldly;

namespace IotPlatform.IntegrationTests;

/// <summary>A registered device, with what its registration alone told.</summary>
public sealed record TestDevice(string Id, string Username, string Password);

/// <summary>A device that is connected over MQTT, and publishes telemetry.</summary>
public sealed class DeviceConnection : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly string _deviceId;

    private DeviceConnection(TestDevice device) => _deviceId = device.Id;

    public bool IsConnected => _client.IsConnected;

    public static async Task<DeviceConnection> OpenAsync(TestDevice device, int port)
    {
        var connection = new DeviceConnection(device);
        var outcome = await connection.TryOpenAsync(device, port);
        outcome.ShouldBe(MqttClientConnectResultCode.Success);
        return connection;
    }

    /// <summary>The broker's answer to the device's CONNECT.</summary>
    public static async Task<MqttClientConnectResultCode> LoginAsync(TestDevice device, int port)
    {
        await using var connection = new DeviceConnection(device);
        return await connection.TryOpenAsync(device, port);
    }

    /// <summary>Publishes and waits for the acknowledgement.</summary>
    public async Task PublishAsync(string json, string topic = "telemetry")
    {
        var answer = await _client.PublishStringAsync($"devices/{_deviceId}/{topic}", json, MqttQualityOfServiceLevel.AtLeastOnce);
        answer.ReasonCode.ShouldBe(MqttClientPublishReasonCode.Success);
    }

    /// <summary>Publishes values of the datapoint <c>temperature</c>, one message after the other.</summary>
    public async Task MeasureAsync(params double[] temperatures)
    {
        foreach (var value in temperatures) await PublishAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"temperature":{{value}}}"""));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_client.IsConnected) await _client.DisconnectAsync();
        }
        catch (MqttCommunicationException)
        {
            // The platform was faster.
        }
        _client.Dispose();
    }

    private async Task<MqttClientConnectResultCode> TryOpenAsync(TestDevice device, int port)
    {
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port)
            .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
            .WithClientId(device.Id)
            .WithCredentials(device.Username, device.Password)
            .WithTimeout(TimeSpan.FromSeconds(30))
            .Build();
        return (await _client.ConnectAsync(options)).ResultCode;
    }
}
