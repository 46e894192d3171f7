using IotPlatform.Commands;
using NodaTime;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Commands.SampleCommand;

namespace IotPlatform.Tests.Commands;

public sealed class CommandProgressTests
{
    public static TheoryData<CommandStep, object> Steps => new()
    {
        { CommandStep.Sent, Sent },
        { CommandStep.SentUnacknowledged, SentOnce },
        { CommandStep.Delivered, Delivered },
        { CommandStep.Cancelled, Cancelled },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void a_step_of_an_open_command_is_one_event(CommandStep step, object fact) => Decide((step, Now)).ShouldBe([fact]);

    [Fact]
    public void a_command_that_was_sent_may_be_sent_again() =>
        Decide((CommandStep.Sent, Now), (CommandStep.Sent, Now), (CommandStep.Delivered, Now)).ShouldBe([Sent, Sent, Delivered]);

    [Theory]
    [InlineData(CommandStep.Delivered)]
    [InlineData(CommandStep.SentUnacknowledged)]
    [InlineData(CommandStep.Cancelled)]
    [InlineData(CommandStep.Expired)]
    public void after_its_end_nothing_happens_any_more(CommandStep end)
    {
        foreach (var late in Enum.GetValues<CommandStep>()) Decide((end, End), (late, End)).Count.ShouldBe(1, $"{late} after {end}");
    }

    [Fact]
    public void it_expires_at_its_end_and_not_before()
    {
        Decide((CommandStep.Expired, End - Duration.Epsilon)).ShouldBeEmpty();
        Decide((CommandStep.Expired, End)).ShouldBe([Expired]);
    }

    [Fact]
    public void an_acknowledgement_that_comes_before_the_deadline_is_noticed_wins() =>
        Decide((CommandStep.Sent, Now), (CommandStep.Delivered, End + Duration.FromSeconds(1)), (CommandStep.Expired, End + Duration.FromSeconds(1)))
            .ShouldBe([Sent, new CommandDelivered("command-1", End + Duration.FromSeconds(1))]);

    private static IReadOnlyList<object> Decide(params (CommandStep, Instant)[] steps) => CommandProgress.Decide(OpenAfter()!, steps);
}
