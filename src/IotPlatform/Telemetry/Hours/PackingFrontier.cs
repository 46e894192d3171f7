namespace IotPlatform.Telemetry;

/// <summary>
/// Up to where hours are packed or being packed, in microseconds since 1970, for the writer: whatever the clock says, what is of an hour
/// before that is late. A clock that was ahead and was set back would otherwise have values disappear.
/// </summary>
public sealed class PackingFrontier
{
    private long _until = long.MinValue;

    /// <summary>The first hour that is not packed yet.</summary>
    public long Until => Volatile.Read(ref _until);

    /// <summary>Said before an hour is packed, since what is written meanwhile may come too late for it.</summary>
    public void MoveTo(long until) => Volatile.Write(ref _until, Math.Max(until, Until));
}
