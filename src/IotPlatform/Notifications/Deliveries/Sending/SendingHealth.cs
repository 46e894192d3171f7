using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>Whether somebody sends notifications: this node, or another.</summary>
public sealed class SendingHealth(SendingRole role)
{
    /// <summary>Asks the database who holds the role, unless it is this node.</summary>
    public async ValueTask<Ailment?> CheckAsync(CancellationToken cancellation) =>
        role.IsHeldHere || await role.IsHeldAsync(cancellation) ? null : Ailment.Degrades("nobody sends notifications");
}
