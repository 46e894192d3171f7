using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace IotPlatform.Cli;

/// <summary>All verbs under one root: runs the one that a command line names, and answers <c>--help</c> for each.</summary>
public sealed class CommandTree
{
    // A fleet that is simulated has to be taken down after Ctrl+C; an impatient second one ends the process.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(30);

    private readonly Command _root;

    /// <summary>A tree of verbs.</summary>
    /// <param name="description">What the program is, in a line.</param>
    /// <param name="verbs">In the order in which the help lists them.</param>
    public CommandTree(string description, IEnumerable<Verb> verbs)
    {
        var help = new HelpOption { Description = "Show help", Recursive = true };
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        var verbose =
            new Option<bool>("--verbose") { Description = "Show the details of a failure that nobody expected", Recursive = true };
        _root = new Command("./iot", description) { help, verbose };
        foreach (var verb in verbs) _root.Add(verb);
    }

    /// <summary>The verbs at the top.</summary>
    public IEnumerable<Verb> Verbs => _root.Subcommands.OfType<Verb>();

    /// <summary>Runs what the command line says. A wrong one is explained on standard error, and nothing is tried.</summary>
    public Task<int> RunAsync(IReadOnlyList<string> args) => RunAsync(args, TimeToEnd);

    /// <summary>Runs a verb that listens to the signals of its process itself.</summary>
    public Task<int> RunServerAsync(IReadOnlyList<string> args) => RunAsync(args, null);

    private async Task<int> RunAsync(IReadOnlyList<string> args, TimeSpan? timeToEnd)
    {
        var parsed = _root.Parse(args);
        if (parsed.Action is ParseErrorAction) return Explain(parsed);
        return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = timeToEnd });
    }

    private static int Explain(ParseResult parsed)
    {
        var path = PathOf(parsed.CommandResult);
        // That a verb is missing is no news beside the one that is not known.
        var faults = parsed.Errors.Select(error => error.Message).Distinct().ToList();
        foreach (var fault in faults.Skip(parsed.UnmatchedTokens.Count > 0 && faults.Count > 1 ? 1 : 0)) Output.Error(fault);
        var below = parsed.CommandResult.Command.Subcommands.Select(verb => verb.Name).ToList();
        if (below.Count > 0) Output.Error($"there are: {string.Join(", ", below)}");
        Output.Error($"see {path} --help");
        return ExitCode.Usage;
    }

    private static string PathOf(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult above ? $"{PathOf(above)} {result.Command.Name}" : result.Command.Name;
}
