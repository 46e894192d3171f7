using IotPlatform.Cli;
using IotPlatform.Cli.Simulation.Faults;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli.Simulation;

public sealed class FaultPlanTests
{
    [Theory]
    [InlineData("silence:5%", 10)]
    [InlineData("flapping:2.5%@1h/2h", 5)]
    [InlineData("clock-skew:100%", 200)]
    [InlineData("silence:0%", 0)]
    public void a_share_of_the_devices_is_a_number_of_them(string fault, int devices)
    {
        var plan = new FaultPlan([FaultText.Read(fault)], seed: 1, first: 100, count: 200);

        Enumerable.Range(100, 200).Count(device => plan.Of(device, 0, TimeSpan.Zero).Count > 0).ShouldBe(devices);
        Enumerable.Range(100, 200)
            .ShouldAllBe(device => plan.Of(device, 0, TimeSpan.Zero).Count == plan.Of(device, 9, TimeSpan.Zero).Count);
    }

    [Theory]
    [InlineData("bad-payload:1%", 0.01)]
    [InlineData("duplicate:20%", 0.2)]
    public void a_share_of_the_messages_is_spread_over_all_devices(string fault, double share)
    {
        var plan = new FaultPlan([FaultText.Read(fault)], seed: 1, first: 0, count: 100);

        var hits = Enumerable.Range(0, 100)
            .Select(device => Enumerable.Range(0, 1_000).Count(number => plan.Of(device, number, default).Count > 0)).ToList();

        (hits.Sum() / 100_000.0).ShouldBe(share, share / 10);
        hits.ShouldAllBe(count => count > 0);
    }

    [Fact]
    public void faults_of_one_kind_do_not_hit_the_same_messages()
    {
        var plan = new FaultPlan([FaultText.Read("bad-payload:50%"), FaultText.Read("duplicate:50%")], 1, 0, 1);

        Enumerable.Range(0, 1_000).Select(number => plan.Of(0, number, default).Count).Distinct().Order().ShouldBe([0, 1, 2]);
    }

    [Theory]
    [InlineData("silence:100%@30s..60s", 29.9, false)]
    [InlineData("silence:100%@30s..60s", 30, true)]
    [InlineData("silence:100%@30s..60s", 60, false)]
    [InlineData("silence:100%@10s/1m", 69.9, true)]
    [InlineData("silence:100%@10s/1m", 70, false)]
    [InlineData("flapping:100%", 4.9, false)]
    [InlineData("flapping:100%", 5, true)]
    [InlineData("flapping:100%", 10, false)]
    public void a_schedule_says_when(string fault, double seconds, bool isThere) =>
        (new FaultPlan([FaultText.Read(fault)], 1, 0, 1).Of(0, 0, TimeSpan.FromSeconds(seconds)).Count > 0).ShouldBe(isThere);

    [Theory]
    [InlineData("clock-skew:5%=-1h", -3600)]
    [InlineData("clock-skew:5%=90s", 90)]
    [InlineData("clock-skew:5%", -600)]
    public void a_skew_has_a_sign(string fault, double seconds) => FaultText.Read(fault).Skew.TotalSeconds.ShouldBe(seconds);

    [Theory]
    [InlineData("silence")]
    [InlineData("silence:5")]
    [InlineData("silence:101%")]
    [InlineData("silence:5%=1h")]
    [InlineData("silence:5%@60s..30s")]
    [InlineData("noise:5%")]
    [InlineData("clock-skew:5%=1x")]
    public void what_is_no_fault_is_refused_with_the_grammar(string text) =>
        Should.Throw<RefusedException>(() => FaultText.Read(text)).Message.ShouldContain(FaultText.Grammar);
}
