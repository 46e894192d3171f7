using IotPlatform.Accounts;

namespace IotPlatform.Mqtt;

/// <summary>
/// Drops the live sessions of all devices of a customer the moment it is suspended; the directory, which logins ask, knows it by then.
/// </summary>
internal sealed class SuspensionDrops(CustomerDirectory customers, MqttSessions sessions) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        customers.Subscribe(OnChanged);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void OnChanged(Customer customer)
    {
        if (customer.SuspendedAt is not null) sessions.DropAll(customer.Id, SessionEnd.CustomerSuspended);
    }
}
