using IotPlatform.Cli.Simulation.Reporting;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli.Simulation;

public sealed class LatenciesTests
{
    [Fact]
    public void a_quantile_is_true_to_five_percent()
    {
        var latencies = new Latencies();
        for (var milliseconds = 1; milliseconds <= 1_000; milliseconds++) latencies.Add(TimeSpan.FromMilliseconds(milliseconds));

        latencies.Quantile(0.5)!.Value.TotalMilliseconds.ShouldBe(500, 25);
        latencies.Quantile(0.99)!.Value.TotalMilliseconds.ShouldBe(990, 50);
    }

    [Fact]
    public void of_nothing_there_is_none() => new Latencies().Quantile(0.5).ShouldBeNull();
}
