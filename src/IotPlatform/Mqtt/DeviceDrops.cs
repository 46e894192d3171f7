using IotPlatform.Devices;
using IotPlatform.Platform;

namespace IotPlatform.Mqtt;

/// <summary>
/// Drops a device's live session the moment its right to have one ends. Whatever caches credentials must hear of the same commit first,
/// so its module is registered before this one.
/// </summary>
internal sealed class DeviceDrops(CommitFeed feed, MqttSessions sessions) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Subscribe(OnCommitted);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Nobody waits here for the connection to be gone: the command that was committed is to answer.
    private void OnCommitted(CommittedEvents committed)
    {
        foreach (var e in committed.Events)
        {
            _ = e.Data switch
            {
                DeviceDeactivated device => sessions.DropAsync(committed.Customer, device.Id, SessionEnd.DeviceDeactivated),
                DeviceCredentialsRotated device => sessions.DropAsync(committed.Customer, device.Id, SessionEnd.CredentialsRotated),
                DeviceDeleted device => sessions.DropAsync(committed.Customer, device.Id, SessionEnd.DeviceDeleted, forget: true),
                _ => Task.CompletedTask,
            };
        }
    }
}
