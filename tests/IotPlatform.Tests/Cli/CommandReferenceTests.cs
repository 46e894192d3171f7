using System.CommandLine;
using IotPlatform.Cli;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli;

public sealed class CommandReferenceTests
{
    private static readonly CommandTree Tree = OperatorVerbs.Tree(
        new Invocation([], new ConfigurationBuilder().Build(), SystemClock.Instance, TimeProvider.System));

    // Seen red: a verb that was not in the page yet.
    [Fact]
    public void the_page_is_what_the_program_prints() =>
        File.ReadAllText(Path.Combine(Root(), "docs", "cli.md")).ShouldBe(CommandReference.Page(Tree.Verbs));

    [Fact]
    public void what_does_something_has_an_example_and_each_part_a_description()
    {
        foreach (var verb in Tree.Verbs.SelectMany(Below))
        {
            verb.Description.ShouldNotBeNullOrEmpty(verb.Name);
            if (verb.Subcommands.Count == 0) verb.ShouldBeOfType<Verb>().Examples.ShouldNotBeEmpty(verb.Name);
            foreach (var part in verb.Options.Cast<Symbol>().Concat(verb.Arguments))
                part.Description.ShouldNotBeNullOrEmpty($"{verb.Name} {part.Name}");
        }
    }

    // Each line of an example may be pasted: it starts the program with a verb and options that there are.
    [Fact]
    public void every_example_is_a_command_line_that_the_program_understands()
    {
        foreach (var example in Tree.Verbs.SelectMany(Below).OfType<Verb>().SelectMany(verb => verb.Examples))
            FaultsIn(example).ShouldBeEmpty(example);
    }

    // Seen red: a verb without its line.
    [Fact]
    public void the_start_script_names_every_verb()
    {
        var script = File.ReadAllText(Path.Combine(Root(), "iot"));
        Tree.Verbs.Select(verb => verb.Name).Where(name => !script.Contains($"./iot {name}", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    // What a pipe or a redirection makes of it is the shell's.
    private static IEnumerable<string> FaultsIn(string example)
    {
        const string program = "./iot ";
        var words = example[(example.IndexOf(program, StringComparison.Ordinal) + program.Length)..]
            .Split(" | ")[0].Split(" > ")[0].Split(')')[0].Replace('\'', '"');
        var verb = Tree.Verbs.Single(verb => verb.Name == words.Split(' ')[0]);
        return verb.Parse(words).Errors.Select(error => error.Message);
    }

    private static IEnumerable<Command> Below(Command verb) => verb.Subcommands.SelectMany(Below).Prepend(verb);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "IotPlatform.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
