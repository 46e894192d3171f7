using System.CommandLine;
using System.Diagnostics;
using IotPlatform.Cli;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli;

public sealed class CommandTreeTests
{
    private readonly List<string> _done = [];

    [Fact]
    public async Task a_verb_of_two_words_takes_arguments_and_options()
    {
        (await Tree.RunAsync(["animals", "rename", "Ada", "--to", "Eve"])).ShouldBe(0);

        _done.ShouldBe(["Ada is Eve"]);
    }

    // Seen red: an option that nobody knows.
    [Fact]
    public async Task details_of_failures_may_be_asked_for_with_every_verb() =>
        (await Tree.RunAsync(["animals", "rename", "Ada", "--to", "Eve", "--verbose"])).ShouldBe(0);

    [Fact]
    public async Task a_verb_that_refuses_ends_with_exit_code_1()
    {
        (await Tree.RunAsync(["animals", "eat"])).ShouldBe(1);

        _done.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("animals", "eats")]
    [InlineData("animals")]
    [InlineData("animals", "rename", "Ada", "--too", "Eve")]
    [InlineData("animals", "rename", "Ada")]
    [InlineData("plants")]
    public async Task a_wrong_command_line_ends_with_exit_code_2(params string[] args)
    {
        (await Tree.RunAsync(args)).ShouldBe(2);

        _done.ShouldBeEmpty();
    }

    [Fact]
    public async Task what_nobody_expected_is_left_to_the_process() =>
        await Should.ThrowAsync<InvalidOperationException>(() => Tree.RunAsync(["animals", "lose"]));

    // Seen red: verbs below others missing.
    [Fact]
    public void the_reference_has_every_verb_with_its_options_and_examples() => CommandReference.Markdown(Tree.Verbs).ShouldBe("""
        ## `animals`

        Keep animals.

        ### `animals rename`

        Rename an animal.

        ```
        ./iot animals rename NAME [options]

        ./iot animals rename Ada --to Eve
        ```

        | | |
        |---|---|
        | `NAME` | Its name |
        | `--to TO` | Its next name (required) |

        ### `animals eat`

        Eat.

        ```
        ./iot animals eat
        ```

        ### `animals lose`

        Lose.

        ```
        ./iot animals lose
        ```

        """.Replace("\r", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("./iot a", "animals")]
    [InlineData("./iot animals ", "rename eat lose")]
    [InlineData("./iot animals re", "rename")]
    [InlineData("./iot animals rename Ada --", "--to --help")]
    [InlineData("./iot animals rename Ada --t", "--to")]
    public void bash_completes_verbs_and_options(string typed, string offered)
    {
        var words = typed.Split(' ');
        var script = $$"""
            {{BashCompletion.Script(Tree.Verbs)}}
            COMP_WORDS=({{string.Join(' ', words.Select(word => $"'{word}'"))}}) COMP_CWORD={{words.Length - 1}}
            _iot
            echo "${COMPREPLY[*]}"
            """;

        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true })!;

        bash.StandardOutput.ReadToEnd().Trim().ShouldBe(offered);
    }

    private CommandTree Tree
    {
        get
        {
            var name = new Argument<string>("NAME") { Description = "Its name" };
            var next = new Option<string>("--to") { Description = "Its next name", Required = true };
            var rename = new Verb("rename", "Rename an animal", "./iot animals rename Ada --to Eve") { name, next }.Does((args, _) =>
            {
                _done.Add($"{args.GetValue(name)} is {args.GetValue(next)}");
                return Task.FromResult(ExitCode.Done);
            });
            return new CommandTree("Animals", [new Verb("animals", "Keep animals")
            {
                rename,
                new Verb("eat", "Eat").Does((_, _) => throw new RefusedException("Not now.")),
                new Verb("lose", "Lose").Does((_, _) => throw new InvalidOperationException()),
            }]);
        }
    }
}
