using System.Net;
using IotPlatform.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Mqtt;

public sealed class MqttTransportTests
{
    [Fact]
    public void devices_connect_without_hand_overs_and_http_keeps_kestrels_own_way()
    {
        var transport = new MqttTransport(NullLoggerFactory.Instance);
        transport.CanBind(new MqttEndPoint(IPAddress.Loopback, 1883)).ShouldBeTrue();
        transport.CanBind(new IPEndPoint(IPAddress.Loopback, 8080)).ShouldBeFalse();
    }
}
