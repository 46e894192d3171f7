using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Server;

namespace IotPlatform.Mqtt;

/// <summary>Where Kestrel hands over MQTT connections, whatever they came over, and the MQTT server receives them.</summary>
internal sealed class MqttEndpoint(EdgeServices services) : ConnectionHandler, IMqttServerAdapter
{
    private readonly ConcurrentDictionary<DeviceChannel, byte> _open = [];
    private volatile bool _isClosing;
    private MqttServerOptions? _options;

    /// <inheritdoc/>
    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        // Until the server has started, and once it stops, a connection is closed at once and the client comes again.
        if (ClientHandler is not { } handle || _options is null || _isClosing) return;
        if (connection.Features.Get<ITransferFormatFeature>() is { } format) format.ActiveFormat = TransferFormat.Binary;

        var formatter = new MqttPacketFormatterAdapter(new MqttBufferWriter(256, _options.WriterBufferSizeMax));
        using var channel = new DeviceChannel(connection, formatter, services);
        _open[channel] = 0;
        try
        {
            await handle(channel).ConfigureAwait(false);
        }
        finally
        {
            await channel.EndAsync().ConfigureAwait(false);
            _open.TryRemove(channel, out _);
        }
    }

    /// <summary>Sends all clients away, those that have not logged in yet too.</summary>
    public void CloseAll(SessionEnd end)
    {
        _isClosing = true;
        foreach (var (channel, _) in _open) channel.Close(end);
    }

    /// <inheritdoc/>
    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        _options = options;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
