using System.Net;
using IotPlatform.Devices;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Devices;

public sealed class LoginThrottleTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly IPAddress Attacker = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Other = IPAddress.Parse("192.0.2.2");
    private readonly LoginThrottle _throttle = new();

    [Fact]
    public void a_few_mistakes_cost_nothing_and_more_cost_ever_more_time()
    {
        var delays = Enumerable.Range(0, 12).Select(_ => FailAndAnswer(Attacker, "a.pump")).ToArray();

        delays[..3].ShouldAllBe(x => x == Duration.Zero);
        delays[3].ShouldBe(Duration.FromMilliseconds(250));
        delays[4].ShouldBe(Duration.FromMilliseconds(500));
        delays[^1].ShouldBe(Duration.FromSeconds(8));
    }

    [Fact]
    public void time_forgives()
    {
        for (var i = 0; i < 10; i++) FailAndAnswer(Attacker, "a.pump");
        FailAndAnswer(Attacker, "a.pump", Now + Duration.FromMinutes(10)).ShouldBe(Duration.Zero);
    }

    [Fact]
    public void guessing_many_names_from_one_address_is_slowed()
    {
        for (var i = 0; i < 5; i++) FailAndAnswer(Attacker, $"a.pump-{i}");
        FailAndAnswer(Attacker, "a.pump-9").ShouldBeGreaterThan(Duration.Zero);
    }

    [Fact]
    public void guessing_one_name_from_many_addresses_is_slowed()
    {
        for (var i = 0; i < 5; i++) FailAndAnswer(IPAddress.Parse($"198.51.100.{i}"), "a.pump");
        FailAndAnswer(Other, "a.pump").ShouldBeGreaterThan(Duration.Zero);
    }

    [Fact]
    public void an_address_with_too_many_answers_outstanding_is_refused_unheard_and_nobody_else()
    {
        var pending = Enumerable.Range(0, 8).Select(_ => _throttle.Fail(Attacker, "a.pump", Now)).ToList();

        _throttle.Admits(Attacker, "a.pump").ShouldBeFalse();
        _throttle.Admits(Attacker, "b.other").ShouldBeFalse();
        _throttle.Admits(Other, "a.pump").ShouldBeTrue("the real device comes from elsewhere");

        pending[0].Dispose();
        _throttle.Admits(Attacker, "a.pump").ShouldBeTrue();
    }

    [Fact]
    public void an_ipv6_network_counts_as_one_address_and_a_mapped_address_as_itself()
    {
        for (var i = 0; i < 4; i++) FailAndAnswer(IPAddress.Parse($"2001:db8::{i + 1}"), $"a.{i}");
        FailAndAnswer(IPAddress.Parse("2001:db8::ff"), "a.x").ShouldBeGreaterThan(Duration.Zero);
        FailAndAnswer(IPAddress.Parse("2001:db8:0:1::1"), "a.y").ShouldBe(Duration.Zero);

        for (var i = 0; i < 4; i++) FailAndAnswer(Attacker, $"b.{i}");
        FailAndAnswer(IPAddress.Parse("::ffff:192.0.2.1"), "b.x").ShouldBeGreaterThan(Duration.Zero);
    }

    [Fact]
    public void of_any_number_of_callers_only_the_last_are_remembered()
    {
        for (var i = 0; i < 100_000; i++) FailAndAnswer(new IPAddress(i), $"user-{i}");
        _throttle.Remembered.ShouldBeLessThanOrEqualTo(20_000, "two generations of 5,000 addresses, and as many of names");
    }

    private Duration FailAndAnswer(IPAddress address, string username, Instant? now = null)
    {
        using var failure = _throttle.Fail(address, username, now ?? Now);
        return failure.Delay;
    }
}
