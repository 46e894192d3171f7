using IotPlatform.Cli;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli;

public sealed class ClientVerbsTests
{
    private static readonly CommandTree Tree = new("test", ClientVerbs.Of(TimeProvider.System));

    // Seen red: found out when the verb was at work, and told with exit code 1.
    [Theory]
    [InlineData("simulate", "--devices", "0")]
    [InlineData("simulate", "--devices", "50001")]
    [InlineData("simulate", "--rate", "0")]
    [InlineData("simulate", "--messages", "0")]
    [InlineData("simulate", "--qos", "3")]
    [InlineData("simulate", "--ramp-up", "0")]
    [InlineData("telemetry", "import", "a.csv", "--parallel", "51")]
    [InlineData("telemetry", "import", "a.csv", "--format", "xml")]
    [InlineData("telemetry", "export", "--all", "--format", "xml")]
    [InlineData("devices", "import", "a.csv", "--parallel", "0")]
    public async Task an_option_out_of_its_bounds_is_a_wrong_command_line(params string[] words) =>
        (await Tree.RunAsync(words)).ShouldBe(ExitCode.Usage);
}
