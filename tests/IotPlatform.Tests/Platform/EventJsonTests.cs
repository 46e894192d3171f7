using System.Buffers;
using System.Text;
using System.Text.Json;
using IotPlatform.Platform;
using IotPlatform.Tests.Devices;
using IotPlatform.Tests.Rules;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class EventJsonTests
{
    [Fact]
    public void it_is_written_as_the_api_writes_without_its_secrets() => Write(SampleDevice.Registration()).ShouldBe(
        """{"id":"sensor-1","name":"Sensor","description":"On the roof","device_type":"thermometer","metadata":{"floor":3},"is_active":true,"at":"2026-03-01T12:00:00.000000Z"}""");

    [Fact]
    public void json_that_was_sent_comes_back_as_it_was() => Write(SampleRule.Creation()).ShouldContain($"\"config\":{SampleRule.Config},");

    private static string Write(IFact fact)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output)) EventJson.Write(writer, Decisions.Stored(fact, 1));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
