using IotPlatform.Mqtt;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Mqtt;

public sealed class InFlightTests
{
    private readonly InFlight _inFlight = new();

    [Fact]
    public void a_command_keeps_its_identifier_until_it_is_acknowledged()
    {
        _inFlight.Enter("a").ShouldBe(((ushort)1, false));
        _inFlight.Enter("b").ShouldBe(((ushort)2, false));
        _inFlight.Enter("a").ShouldBe(((ushort)1, true));
        _inFlight.Acknowledge(1).ShouldBe("a");
        _inFlight.Acknowledge(1).ShouldBeNull();
        _inFlight.Enter("a").ShouldBe(((ushort)3, false));
    }

    [Fact]
    public void identifiers_start_again_after_the_last_and_pass_over_those_in_use()
    {
        _inFlight.Enter("first");
        for (var i = 2; i <= ushort.MaxValue; i++) _inFlight.Acknowledge(_inFlight.Enter($"c{i}").PacketId);
        _inFlight.Enter("next").ShouldBe(((ushort)2, false));
    }

    [Fact]
    public void identifiers_of_closed_commands_are_freed()
    {
        _inFlight.Enter("a");
        _inFlight.Enter("b");
        _inFlight.Keep(new HashSet<string> { "b" });
        _inFlight.Acknowledge(1).ShouldBeNull();
        _inFlight.Enter("b").ShouldBe(((ushort)2, true));
    }
}
