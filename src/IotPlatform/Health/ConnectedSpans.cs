using IotPlatform.Connectivity;
using NodaTime;

namespace IotPlatform.Health;

/// <summary>The spans of time that changes of a device's connection make. A pure function.</summary>
public static class ConnectedSpans
{
    /// <summary>A span for each connection; one that lasts ends now.</summary>
    public static IReadOnlyList<Interval> Of(IReadOnlyList<ConnectionChange> changes, Instant now) => [.. changes
        .GroupBy(change => change.Epoch)
        .Where(connection => connection.Any(change => change.IsConnected))
        .Select(connection => new Interval(
            connection.First(change => change.IsConnected).At,
            connection.FirstOrDefault(change => !change.IsConnected)?.At ?? now))];
}
