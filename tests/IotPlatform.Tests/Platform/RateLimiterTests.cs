using FsCheck.Xunit;
using IotPlatform.Platform;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class RateLimiterTests
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);
    private readonly RateLimiter _limiter = new(new RateLimit(60, 3));

    [Fact]
    public void each_key_has_its_own_limit()
    {
        for (var i = 0; i < 3; i++) _limiter.Take("a", Now).ShouldBe(TimeSpan.Zero);
        _limiter.Take("a", Now).ShouldBe(TimeSpan.FromSeconds(1));
        _limiter.Take("b", Now).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task of_many_requests_at_once_a_burst_passes()
    {
        const int burst = 1_000_000;
        var limiter = new RateLimiter(new RateLimit(60, burst));
        int Take() => Enumerable.Range(0, burst).Count(_ => limiter.Take("a", Now) == TimeSpan.Zero);
        var takers = Enumerable.Range(0, 4)
            .Select(_ => Task.Factory.StartNew(Take, default, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        (await Task.WhenAll(takers)).Sum().ShouldBe(burst);
    }

    [Fact]
    public void keys_that_have_rested_are_forgotten()
    {
        for (var i = 0; i < 100_000; i++) _limiter.Take($"key-{i}", Now + TimeSpan.FromSeconds(i));
        _limiter.Count.ShouldBeLessThan(100);
    }

    [Property(Arbitrary = [typeof(RandomRequests)], MaxTest = 500, QuietOnSuccess = true)]
    public void forgetting_changes_no_answer(Requests requests)
    {
        var limiter = new RateLimiter(requests.Limit);
        var rested = TimeSpan.Zero;
        foreach (var now in requests.Times)
        {
            (rested, var wait) = requests.Limit.Take(rested, now);
            limiter.Take("a", now).ShouldBe(wait);
        }
    }
}
