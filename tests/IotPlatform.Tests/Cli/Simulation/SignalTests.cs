using IotPlatform.Cli;
using IotPlatform.Cli.Simulation.Signals;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli.Simulation;

public sealed class SignalTests
{
    [Theory]
    [InlineData("t=constant:21.5", 0, 21.5)]
    [InlineData("t=sine:20..30/10m", 0, 25)]
    [InlineData("t=sine:20..30/10m", 150, 30)]
    [InlineData("t=sine:20..30/10m", 450, 20)]
    [InlineData("t=sine:20..30/10m", 50, 27.5)]
    [InlineData("t=sawtooth:-10..10/100s", 75, 5)]
    [InlineData("t=sawtooth:-10..10/100s", 175, 5)]
    [InlineData("t=step:20..40/60s", 29.9, 20)]
    [InlineData("t=step:20..40/60s", 30, 40)]
    [InlineData("t=step:20..40/60s", 60, 20)]
    public void a_wave_follows_its_formula(string signal, double seconds, double value) =>
        SignalText.Read(signal).Next(TimeSpan.FromSeconds(seconds), 7, null, new Random(1)).ShouldBe(value, 1e-9);

    [Theory]
    [InlineData("t=counter", 4, 4)]
    [InlineData("t=counter:2.5", 4, 10)]
    public void a_counter_counts_messages(string signal, long number, double value) =>
        SignalText.Read(signal).Next(TimeSpan.FromHours(9), number, 99, new Random(1)).ShouldBe(value);

    [Theory]
    [InlineData("t=noise:-5..5", 10)]
    [InlineData("t=random-walk:-5..5", 0.5)]
    [InlineData("t=random-walk:-5..5/3", 3)]
    public void chance_stays_in_its_bounds_and_uses_them(string signal, double mostStep)
    {
        var values = Values(signal, seed: 3, device: 0, count: 5_000);

        values.ShouldAllBe(value => value >= -5 && value <= 5);
        (values.Min() < -4 && values.Max() > 4).ShouldBeTrue();
        values.Zip(values.Skip(1), (a, b) => Math.Abs(b - a)).Max().ShouldBeLessThanOrEqualTo(mostStep + 0.001);
    }

    [Fact]
    public void the_same_seed_gives_the_same_data_and_each_device_its_own()
    {
        Values("t=random-walk:0..100", 1, 4).ShouldBe(Values("t=random-walk:0..100", 1, 4));
        Values("t=random-walk:0..100", 1, 4).ShouldNotBe(Values("t=random-walk:0..100", 2, 4));
        Values("t=random-walk:0..100", 1, 4).ShouldNotBe(Values("t=random-walk:0..100", 1, 5));
    }

    [Theory]
    [InlineData("temperature")]
    [InlineData("t=sine")]
    [InlineData("t=sine:30..20/10m")]
    [InlineData("t=sine:20..30/10x")]
    [InlineData("t=sine:20..30/0s")]
    [InlineData("t=constant:1..2")]
    [InlineData("t=noise:1..2/3")]
    [InlineData("t=random-walk:1..2/-1")]
    [InlineData("t=wave:1..2")]
    [InlineData("t=constant:1.2.3")]
    public void what_is_no_signal_is_refused_with_the_grammar(string text) =>
        Should.Throw<RefusedException>(() => SignalText.Read(text)).Message.ShouldContain(SignalText.Grammar);

    private static List<double> Values(string signal, int seed, int device, int count = 50)
    {
        var signals = new DeviceSignals([SignalText.Read(signal)], seed, device);
        return [.. Enumerable.Range(0, count).Select(second => signals.Next(TimeSpan.FromSeconds(second))[0].Value)];
    }
}
