using FsCheck;
using FsCheck.Fluent;
using IotPlatform.Platform;

namespace IotPlatform.Tests.Platform;

/// <summary>A limit, and the times at which requests come.</summary>
public sealed record Requests(RateLimit Limit, IReadOnlyList<TimeSpan> Times)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Limit}: {string.Join(", ", Times.Select(time => time.Ticks))}";
}

/// <summary>Makes requests that come together or in about the time that one of them costs: there the limit says now yes, now no.</summary>
public static class RandomRequests
{
    public static Arbitrary<Requests> Requests()
    {
        var limits = from perMinute in Gen.Elements(1, 7, 60, 999, 1_000, 70_001, 10_000_000)
                     from burst in Gen.Choose(1, 8)
                     select new RateLimit(perMinute, burst);
        var gaps = Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 200)).ListOf();
        return (from limit in limits from percents in gaps select new Requests(limit, Times(limit, percents))).ToArbitrary();
    }

    private static List<TimeSpan> Times(RateLimit limit, IEnumerable<int> gapsInPercent)
    {
        var cost = TimeSpan.TicksPerMinute / limit.PerMinute;
        var now = TimeSpan.FromHours(1);
        return [.. gapsInPercent.Select(percent => now += TimeSpan.FromTicks(cost * percent / 100))];
    }
}
