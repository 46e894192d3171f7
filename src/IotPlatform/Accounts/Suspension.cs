using IotPlatform.Platform;

namespace IotPlatform.Accounts;

/// <summary>
/// A suspended customer reads, so that it can see why and take its data along; it writes nothing, and its devices stay out.
/// </summary>
public static class Suspension
{
    /// <summary>The refusal of what would write; null for a customer that is not suspended.</summary>
    public static Problem? Refuse(Customer? customer)
    {
        if (customer?.SuspendedAt is not { } since) return null;
        var reason = customer.SuspensionReason is { } told ? $": {told.TrimEnd('.')}" : "";
        return Problem.Forbidden(
            $"This account is suspended since {Json.Format(since)}{reason}. It can be read as before; changes and devices are let in again when it is resumed.");
    }
}
