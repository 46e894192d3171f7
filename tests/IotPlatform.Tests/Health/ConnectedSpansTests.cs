using IotPlatform.Connectivity;
using IotPlatform.Devices;
using IotPlatform.Health;
using NodaTime;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Health.SampleFacts;

namespace IotPlatform.Tests.Health;

public sealed class ConnectedSpansTests
{
    private static ConnectionChange Began(long epoch, double hoursAgo) =>
        new(new DeviceHandle(1, "customer-1", "pump-1"), epoch, 0, Now - Duration.FromHours(hoursAgo), null);

    private static ConnectionChange Ended(long epoch, double hoursAgo) => Began(epoch, hoursAgo) with
    {
        End = new ConnectionEnd(true, "client_disconnected", Now - Duration.FromHours(hoursAgo)),
    };

    [Fact]
    public void each_connection_is_a_span_and_one_that_lasts_ends_now() =>
        ConnectedSpans.Of([Began(1, 9), Ended(1, 7), Began(2, 3)], Now).ShouldBe([HoursAgo(9, 7), HoursAgo(3, 0)]);

    [Fact]
    public void the_end_of_one_that_was_taken_over_is_its_own() =>
        ConnectedSpans.Of([Began(1, 9), Began(2, 5), Ended(1, 4), Ended(2, 1)], Now).ShouldBe([HoursAgo(9, 4), HoursAgo(5, 1)]);
}
