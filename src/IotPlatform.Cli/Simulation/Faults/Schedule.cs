namespace IotPlatform.Cli.Simulation.Faults;

/// <summary>When a fault is there.</summary>
/// <param name="From">Its begin since the start, or in each period.</param>
/// <param name="To">Its end, itself excluded.</param>
/// <param name="Period">After how long it comes again; null: never.</param>
public sealed record Schedule(TimeSpan From, TimeSpan To, TimeSpan? Period)
{
    /// <summary>From the start to the end.</summary>
    public static readonly Schedule Always = new(TimeSpan.Zero, TimeSpan.MaxValue, null);

    /// <summary>Whether it is there at a time since the start.</summary>
    public bool Holds(TimeSpan at)
    {
        var time = Period is { } period ? new TimeSpan(at.Ticks % period.Ticks) : at;
        return time >= From && time < To;
    }
}
