using IotPlatform.Devices;
using NodaTime;

namespace IotPlatform.Connectivity;

/// <summary>A device's login was acknowledged.</summary>
/// <param name="Device">Who connected.</param>
/// <param name="ClientAddress">The peer's address, without its port.</param>
/// <param name="Protocol">Version and transport: <c>5.0/tls</c>, <c>3.1.1/ws</c>.</param>
/// <param name="At">When.</param>
public sealed record ConnectionStart(DeviceHandle Device, string? ClientAddress, string Protocol, Instant At);

/// <summary>A connection is over.</summary>
/// <param name="IsClean">Whether the end is not to be held against the device.</param>
/// <param name="Reason">A fixed word: <c>client_disconnected</c>, <c>connection_lost</c>, <c>taken_over</c>, <c>platform_stopped</c> ...</param>
/// <param name="At">When.</param>
public sealed record ConnectionEnd(bool IsClean, string Reason, Instant At)
{
    /// <summary>Whether another connection of the device is about to begin in its place.</summary>
    public bool IsTakenOver => Reason == TakenOver;

    /// <summary>Whether the platform ended it for reasons of its own, and the device may need time to connect again.</summary>
    public bool IsOfPlatform => Reason is PlatformStopped or NotStored;

    /// <summary>The reason of a connection that ends with the platform.</summary>
    public const string PlatformStopped = "platform_stopped";

    /// <summary>The reason of a connection that ends because what it sent could not be stored.</summary>
    public const string NotStored = "storage_unavailable";

    /// <summary>The reason of a connection that gives way to another of its device.</summary>
    public const string TakenOver = "taken_over";
}

/// <summary>A connection that the log knows of.</summary>
public sealed class LoggedConnection(ConnectionStart start)
{
    /// <summary>How it began.</summary>
    public ConnectionStart Start { get; } = start;

    /// <summary>Its place in the order of all connections; 0 until it is written.</summary>
    public long Epoch { get; internal set; }
}

/// <summary>A committed change of the connection log.</summary>
/// <param name="Device">Whose connection.</param>
/// <param name="Epoch">Which connection; later ones have higher numbers.</param>
/// <param name="Position">The change's place in the log: rises in the order of commits, with gaps.</param>
/// <param name="At">When it began or ended.</param>
/// <param name="End">How it ended; null when it began.</param>
public sealed record ConnectionChange(DeviceHandle Device, long Epoch, long Position, Instant At, ConnectionEnd? End)
{
    /// <summary>Whether the connection began.</summary>
    public bool IsConnected => End is null;
}

/// <summary>Hears of connections and disconnections of this node after they are on disk, in the order in which they happened.</summary>
public interface IConnectionObserver
{
    /// <summary>Called by the log's writer after each commit; it must be quick and must not throw.</summary>
    void OnCommitted(IReadOnlyList<ConnectionChange> changes);
}

/// <summary>
/// How far the connection log is, for those who must not act on the time before they have heard all that happened until then.
/// </summary>
public sealed class ConnectionPosition
{
    private int _underWay;

    /// <summary>Whether all that has been taken down is on disk and was told to the observers.</summary>
    public bool IsSettled => Volatile.Read(ref _underWay) is 0;

    internal void Begin() => Interlocked.Increment(ref _underWay);

    internal void Settle(int entries) => Interlocked.Add(ref _underWay, -entries);
}

/// <summary>Takes down when devices connect and disconnect.</summary>
public interface IConnectionLog
{
    /// <summary>A device connected; waits only while the log is far behind.</summary>
    ValueTask<LoggedConnection> OpenedAsync(ConnectionStart start);

    /// <summary>The connection is over; waits only while the log is far behind.</summary>
    ValueTask ClosedAsync(LoggedConnection connection, ConnectionEnd end);
}
