using IotPlatform.Hosting;
using JasperFx.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Hosting;

public sealed class OperatorCommandsTests
{
    private readonly Register _register = new([]);

    [Fact]
    public async Task a_verb_of_two_words_takes_options_and_services()
    {
        (await RunAsync("animals", "add", "--name", "Ada", "--json")).ShouldBe(0);

        _register.Lines.ShouldBe(["add   Ada True"]);
    }

    [Fact]
    public async Task arguments_may_follow_the_second_word()
    {
        (await RunAsync("animals", "rename", "Ada", "Eve")).ShouldBe(0);

        _register.Lines.ShouldBe(["rename Ada Eve  False"]);
    }

    [Fact]
    public async Task a_command_that_says_no_ends_with_exit_code_1() => (await RunAsync("animals", "eat")).ShouldBe(1);

    [Fact]
    public async Task an_option_it_does_not_know_ends_with_exit_code_1()
    {
        (await RunAsync("animals", "add", "--nme", "Ada")).ShouldBe(1);

        _register.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task another_verb_is_left_to_others() => (await RunAsync("storage", "counts")).ShouldBeNull();

    private Task<int?> RunAsync(params string[] args) =>
        OperatorCommands.RunAsync(new ServiceCollection().AddSingleton(_register).BuildServiceProvider(), args, typeof(AnimalsCommand));

    public sealed record Register(List<string> Lines);

    public sealed class AnimalsInput
    {
        public string Action { get; set; } = "";

        public string Animal { get; set; } = "";

        public string NewName { get; set; } = "";

        [FlagAlias("name", true)]
        public string? NameFlag { get; set; }

        [FlagAlias("json", true)]
        public bool JsonFlag { get; set; }
    }

    [Description("Animals", Name = "animals")]
    public sealed class AnimalsCommand : JasperFxAsyncCommand<AnimalsInput>
    {
        public AnimalsCommand()
        {
            Usage("Add an animal").Arguments(input => input.Action);
            Usage("Rename an animal").Arguments(input => input.Action, input => input.Animal, input => input.NewName);
        }

        [InjectService]
        public Register Register { get; set; } = null!;

        public override Task<bool> Execute(AnimalsInput input)
        {
            if (input.Action is not ("add" or "rename")) return Task.FromResult(false);
            Register.Lines.Add($"{input.Action} {input.Animal} {input.NewName} {input.NameFlag} {input.JsonFlag}");
            return Task.FromResult(true);
        }
    }
}
