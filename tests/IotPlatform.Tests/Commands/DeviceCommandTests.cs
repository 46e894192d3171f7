using IotPlatform.Commands;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Commands.SampleCommand;

namespace IotPlatform.Tests.Commands;

public sealed class DeviceCommandTests
{
    [Fact]
    public void a_queued_command_is_what_was_asked_for()
    {
        var command = Of();
        (command.Status, command.Attempts, command.SentAt, command.ExpiresAt).ShouldBe((CommandStatus.Queued, 0, null, End));
        (command.QueuedAt, command.CreatedAt, command.UpdatedAt).ShouldBe((Start, Start, Start));
        command.Payload!.Value.Text.ShouldBe("""{"by":0.50}""");
    }

    [Fact]
    public void attempts_are_counted()
    {
        var command = Of(Sent, Sent);
        (command.Status, command.Attempts, command.SentAt, command.UpdatedAt).ShouldBe((CommandStatus.Sent, 2, Now, Now));
    }

    [Fact]
    public void each_end_has_its_status_and_time()
    {
        (Of(Sent, Delivered).Status, Of(Sent, Delivered).DeliveredAt).ShouldBe((CommandStatus.Delivered, Now));
        (Of(Expired).Status, Of(Expired).ExpiredAt, Of(Expired).DeliveredAt).ShouldBe((CommandStatus.Expired, End, null));
        (Of(Cancelled).Status, Of(Cancelled).UpdatedAt).ShouldBe((CommandStatus.Cancelled, Now));
    }

    [Fact]
    public void a_command_is_open_until_there_is_no_more_to_say()
    {
        OpenAfter().ShouldBe(new OpenCommand("command-1", "pump-1", Start, End));
        OpenAfter(Sent).ShouldBe(OpenAfter());
        foreach (var end in new object[] { SentOnce, Delivered, Expired, Cancelled }) OpenAfter(end).ShouldBeNull();
    }

    [Fact]
    public void it_is_found_under_its_device() =>
        DeviceCommand.LocationOf(Of(), "command-1").ShouldBe("/v1/iot/devices/pump-1/commands/command-1");
}
