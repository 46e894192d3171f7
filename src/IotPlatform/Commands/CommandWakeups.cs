using IotPlatform.Mqtt;
using IotPlatform.Platform;

namespace IotPlatform.Commands;

/// <summary>Tells the device's connection, if this node has it, that a command waits.</summary>
public sealed class CommandWakeups(CommitFeed feed, MqttSessions sessions) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Subscribe(OnCommitted);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void OnCommitted(CommittedEvents committed)
    {
        foreach (var e in committed.Events)
            if (e.Data is CommandQueued queued) sessions.WakeCommands(committed.Customer, queued.DeviceId);
    }
}
