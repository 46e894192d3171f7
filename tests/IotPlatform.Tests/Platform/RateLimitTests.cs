using FsCheck.Xunit;
using IotPlatform.Platform;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

/// <summary>What holds for every limit over every history of requests.</summary>
[Properties(Arbitrary = [typeof(RandomRequests)], MaxTest = 500, QuietOnSuccess = true)]
public sealed class RateLimitTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Property]
    public void never_more_than_the_burst_and_what_a_span_of_time_allows_pass_in_it(Requests requests)
    {
        var passed = Passed(requests).ToList();
        for (var first = 0; first < passed.Count; first++)
        {
            for (var last = first; last < passed.Count; last++)
            {
                var beyondBurst = last - first + 1 - requests.Limit.Burst;
                var span = passed[last] - passed[first];
                (beyondBurst * TimeSpan.TicksPerMinute).ShouldBeLessThanOrEqualTo(requests.Limit.PerMinute * span.Ticks);
            }
        }
    }

    [Property]
    public void who_waits_as_long_as_told_passes_and_who_comes_earlier_does_not(Requests requests)
    {
        var rested = TimeSpan.Zero;
        foreach (var now in requests.Times)
        {
            var (after, wait) = requests.Limit.Take(rested, now);
            if (wait > TimeSpan.Zero)
            {
                requests.Limit.Take(rested, now + wait).Wait.ShouldBe(TimeSpan.Zero);
                requests.Limit.Take(rested, now + wait - Tick).Wait.ShouldBe(Tick);
            }
            rested = after;
        }
    }

    [Property]
    public void a_refused_request_costs_nothing(Requests requests)
    {
        var rested = TimeSpan.Zero;
        foreach (var now in requests.Times)
        {
            var (after, wait) = requests.Limit.Take(rested, now);
            if (wait > TimeSpan.Zero) after.ShouldBe(rested);
            rested = after;
        }
    }

    [Property]
    public void a_rested_key_may_make_a_whole_burst_at_once(Requests requests)
    {
        var now = requests.Times.Count > 0 ? requests.Times[^1] : TimeSpan.Zero;
        Passed(requests.Limit, now, Enumerable.Repeat(now, requests.Limit.Burst + 1)).Count().ShouldBe(requests.Limit.Burst);
    }

    [Theory]
    [InlineData(1_000, 100)]
    [InlineData(60, 1)]
    public void a_steady_stream_at_the_rate_passes_for_ever(int perMinute, int burst)
    {
        var times = Enumerable.Range(0, 10_000).Select(i => TimeSpan.FromTicks(i * TimeSpan.TicksPerMinute / perMinute));
        Passed(new(perMinute, burst), TimeSpan.Zero, times).Count().ShouldBe(10_000);
    }

    [Fact]
    public void a_key_that_never_stops_asking_gets_the_rate()
    {
        var times = Enumerable.Range(0, 600_000).Select(i => TimeSpan.FromMilliseconds(i));
        Passed(new(1_000, 100), TimeSpan.Zero, times).Count().ShouldBeInRange(10_099, 10_100);
    }

    private static IEnumerable<TimeSpan> Passed(Requests requests) => Passed(requests.Limit, TimeSpan.Zero, requests.Times);

    private static IEnumerable<TimeSpan> Passed(RateLimit limit, TimeSpan rested, IEnumerable<TimeSpan> times)
    {
        foreach (var now in times)
        {
            (rested, var wait) = limit.Take(rested, now);
            if (wait == TimeSpan.Zero) yield return now;
        }
    }
}
