using System.Text;
using IotPlatform.Mqtt;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Mqtt;

public sealed class TopicRightsTests
{
    private readonly TopicRights _rights = new("pump-1");

    [Theory]
    [InlineData("devices/pump-1/telemetry")]
    [InlineData("devices/pump-1/telemetry/temperature")]
    [InlineData("devices/pump-1/status")]
    [InlineData("devices/pump-1/events")]
    [InlineData("devices/pump-1/events/door/open")]
    public void a_device_publishes_under_its_own_id(string topic) => _rights.MayPublish(Encoding.UTF8.GetBytes(topic)).ShouldBeTrue();

    [Theory]
    [InlineData("devices/pump-2/telemetry")]
    [InlineData("devices/pump-11/telemetry")]
    [InlineData("devices/pump-1")]
    [InlineData("devices/pump-1/")]
    [InlineData("devices/pump-1/telemetryx")]
    [InlineData("devices/pump-1/telemetry/")]
    [InlineData("devices/pump-1/telemetry/a/b")]
    [InlineData("devices/pump-1/status/x")]
    [InlineData("devices/pump-1/commands/reboot")]
    [InlineData("devices/pump-1/eventsx")]
    [InlineData("Devices/pump-1/telemetry")]
    [InlineData("/devices/pump-1/telemetry")]
    [InlineData("$SYS/broker")]
    [InlineData("$share/g/devices/pump-1/telemetry")]
    public void everything_else_is_closed_to_its_publishes(string topic) =>
        _rights.MayPublish(Encoding.UTF8.GetBytes(topic)).ShouldBeFalse();

    [Theory]
    [InlineData("devices/pump-1/commands/#")]
    [InlineData("devices/pump-1/commands")]
    [InlineData("devices/pump-1/commands/+")]
    [InlineData("devices/pump-1/commands/reboot/#")]
    public void a_device_subscribes_to_its_own_commands(string filter) => _rights.MaySubscribe(filter).ShouldBeTrue();

    [Theory]
    [InlineData("#")]
    [InlineData("+/pump-1/commands/#")]
    [InlineData("devices/+/commands/#")]
    [InlineData("devices/pump-1/#")]
    [InlineData("devices/pump-1/+")]
    [InlineData("devices/pump-1/telemetry")]
    [InlineData("devices/pump-1/commandsx")]
    [InlineData("devices/pump-2/commands/#")]
    [InlineData("$SYS/#")]
    [InlineData("$share/g/devices/pump-1/commands/#")]
    public void everything_else_is_closed_to_its_subscriptions(string filter) => _rights.MaySubscribe(filter).ShouldBeFalse();
}
