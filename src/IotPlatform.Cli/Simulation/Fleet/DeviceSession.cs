using IotPlatform.Cli.Credentials;
using IotPlatform.Cli.Simulation.Plan;
using IotPlatform.Cli.Simulation.Reporting;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace IotPlatform.Cli.Simulation.Fleet;

/// <summary>One device's connection: opened when it is needed, opened again when it broke.</summary>
internal sealed class DeviceSession(
    DeviceCredentials credentials, Broker broker, MqttQualityOfServiceLevel qos, Registration registration, Tally tally, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan PauseBeforeAnotherTry = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _connecting = new(1, 1);
    private DeviceCredentials _credentials = credentials;
    private IMqttClient? _client;

    public bool IsConnected => _client?.IsConnected ?? false;

    /// <summary>Whose it is.</summary>
    public string DeviceId => _credentials.DeviceId;

    /// <summary>Sends a message until it is acknowledged or <paramref name="cancellation"/> gives up.</summary>
    public async Task PublishAsync(PlannedMessage planned, CancellationToken cancellation)
    {
        var message = new MqttApplicationMessageBuilder()
            .WithTopic(planned.Topic).WithPayload(planned.Payload).WithQualityOfServiceLevel(qos).Build();
        tally.Send();
        while (!await TryPublishAsync(message, cancellation))
        {
            tally.SendAgain();
            await Task.Delay(PauseBeforeAnotherTry, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellation.IsCancellationRequested) return;
        }
    }

    /// <summary>Connects, unless it is connected.</summary>
    public async Task ConnectAsync(CancellationToken cancellation)
    {
        await _connecting.WaitAsync(cancellation);
        try
        {
            if (!IsConnected) await OpenAsync(cancellation);
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>Leaves as MQTT wants it.</summary>
    public async Task LeaveAsync()
    {
        if (IsConnected) await _client!.TryDisconnectAsync();
        Break();
    }

    /// <summary>The connection is gone, without a goodbye.</summary>
    public void Break()
    {
        _client?.Dispose();
        _client = null;
    }

    public void Dispose()
    {
        Break();
        _connecting.Dispose();
    }

    private async Task<bool> TryPublishAsync(MqttApplicationMessage message, CancellationToken cancellation)
    {
        try
        {
            await ConnectAsync(cancellation);
            var begin = time.GetTimestamp();
            var answer = await _client!.PublishAsync(message, cancellation);
            if (answer.IsSuccess) tally.Acknowledge(time.GetElapsedTime(begin));
            else tally.Fail($"{DeviceId}: the broker refused a message: {answer.ReasonCode}");
            return true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception fault)
        {
            tally.Fail($"{DeviceId}: {fault.Message}");
            return false;
        }
    }

    private async Task OpenAsync(CancellationToken cancellation)
    {
        var code = await TryOpenAsync(cancellation);
        if (code is MqttClientConnectResultCode.BadUserNameOrPassword)
        {
            _credentials = await registration.NewAsync(DeviceId, cancellation);
            code = await TryOpenAsync(cancellation);
        }

        if (code is not MqttClientConnectResultCode.Success)
            throw new InvalidOperationException($"the broker refused the connection: {code}");
    }

    private async Task<MqttClientConnectResultCode> TryOpenAsync(CancellationToken cancellation)
    {
        Break();
        _client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder().WithTcpServer(broker.Host, broker.Port).WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(DeviceId).WithCredentials(_credentials.Username, _credentials.Password)
            .WithTimeout(TimeSpan.FromSeconds(30)).Build();
        return (await _client.ConnectAsync(options, cancellation)).ResultCode;
    }
}
