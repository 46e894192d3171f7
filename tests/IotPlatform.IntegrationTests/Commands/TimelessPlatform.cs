using NodaTime;
using Xunit;

namespace IotPlatform.IntegrationTests.Commands;

/// <summary>A platform whose time a test puts forward.</summary>
public sealed class TimelessPlatform : PlatformFixture
{
    private readonly ShiftedClock _clock = new();

    protected override IClock Clock => _clock;

    /// <summary>Lets so much time pass at once.</summary>
    public void Pass(Duration time) => _clock.Shift(time);

    private sealed class ShiftedClock : IClock
    {
        private long _ticks;

        public Instant GetCurrentInstant() => SystemClock.Instance.GetCurrentInstant() + Duration.FromTicks(Interlocked.Read(ref _ticks));

        public void Shift(Duration time) => Interlocked.Add(ref _ticks, time.BclCompatibleTicks);
    }
}

/// <summary>Tests on it run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class TimelessPlatformTests : ICollectionFixture<TimelessPlatform>
{
    public const string Name = "timeless platform";
}
