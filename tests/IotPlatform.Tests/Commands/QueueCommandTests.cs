using IotPlatform.Commands;
using IotPlatform.Devices;
using IotPlatform.Platform;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Commands.SampleCommand;

namespace IotPlatform.Tests.Commands;

public sealed class QueueCommandTests
{
    private static readonly Device Pump = new() { DeviceId = "pump-1", Name = "Pump", Metadata = Body.NoMetadata, IsActive = true };

    [Fact]
    public void a_request_is_one_event_with_its_deadline() => QueueCommandEndpoint
        .Decide(new("open", new RawJson("""{"by":0.50}"""), 60), "command-1", "pump-1", Start).ShouldAppend(Queued);

    [Theory]
    [InlineData("""{"name":"open"}""", null, 86_400)]
    [InlineData("""{"name":"open","payload":null,"ttl_seconds":null}""", "null", 86_400)]
    [InlineData("""{"name":"open","payload":{ "a" : 1.0 },"ttl_seconds":604800}""", """{ "a" : 1.0 }""", 604_800)]
    public void what_is_left_out_has_a_default(string json, string? payload, int ttl)
    {
        var body = Body.Parse(json);
        var command = QueueCommand.Read(body);
        body.Faults.ShouldBeEmpty();
        (command.Payload?.Text, command.TtlSeconds).ShouldBe((payload, ttl));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("#")]
    [InlineData("é")]
    [InlineData("")]
    public void a_name_is_one_level_of_a_topic(string name)
    {
        var body = Body.Parse($$"""{"name":"{{name}}"}""");
        QueueCommand.Read(body);
        body.Faults.ShouldHaveSingleItem().Field.ShouldBe("name");
    }

    [Fact]
    public void the_device_must_be_there_be_active_and_have_room()
    {
        CommandAdmission.Refuse(null, "pump-1", 0)!.Status.ShouldBe(404);
        CommandAdmission.Refuse(Pump with { IsActive = false }, "pump-1", 0)!.Code.ShouldBe("invalid_state");
        CommandAdmission.Refuse(Pump, "pump-1", CommandAdmission.MaxOpen)!.Code.ShouldBe("invalid_state");
        CommandAdmission.Refuse(Pump, "pump-1", CommandAdmission.MaxOpen - 1).ShouldBeNull();
    }
}
