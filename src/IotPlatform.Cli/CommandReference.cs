using System.CommandLine;
using System.Text;

namespace IotPlatform.Cli;

/// <summary>Writes docs/cli.md from the verbs themselves.</summary>
public static class CommandReference
{
    private const string Preface = """
        # Command line

        Written by `./iot reference`; a test holds it against the program.

        `./iot` builds what is missing and runs the program. `build`, `test`, `bench` and `help` are the start script's own; the verbs below
        are the program's, and each answers `--help`. `source <(./iot completion bash)` makes the shell complete them.

        - **Two kinds.** `customers`, `keys`, `alarms`, `projections`, `audit`, `backup`, `restore` and `doctor` work on the database, the
          embedded one too, while the platform runs or alone. `devices`, `rules`, `policies`, `telemetry` and `simulate` are clients of the API: they
          need a running platform, here or elsewhere (`--url`), and a key (`--key`).
        - **Output.** Results go to standard output, everything else to standard error; `--json` prints what a program can read.
        - **Exit codes.** 0: done. 1: refused or failed, with the reason on standard error; of `diff`: there are differences. 2: the command
          line is wrong, and nothing was tried.
        - `--verbose` goes with every verb: a failure that nobody expected is printed with its details, instead of a line that says where
          they are.
        - `./iot verbs` lists what the frameworks bring along: schema, stored messages, code generation.


        """;

    /// <summary>The page: what holds for all verbs, then every verb with its arguments, options and examples.</summary>
    public static string Page(IEnumerable<Verb> verbs) => Preface.ReplaceLineEndings("\n") + Markdown(verbs);

    /// <summary>Every verb with its arguments, options and examples, in Markdown.</summary>
    public static string Markdown(IEnumerable<Verb> verbs)
    {
        var page = new StringBuilder();
        foreach (var verb in verbs.Where(verb => !verb.Hidden)) Write(page, verb, verb.Name, 2);
        return page.ToString().TrimEnd() + "\n";
    }

    private static void Write(StringBuilder page, Command verb, string path, int level)
    {
        page.Append('#', level).Append(" `").Append(path).Append("`\n\n").Append(verb.Description).Append(".\n\n");
        Usage(page, verb, path);
        Parts(page, verb);
        foreach (var inner in verb.Subcommands.Where(inner => !inner.Hidden)) Write(page, inner, $"{path} {inner.Name}", level + 1);
    }

    private static void Usage(StringBuilder page, Command verb, string path)
    {
        var examples = (verb as Verb)?.Examples ?? [];
        if (verb.Subcommands.Count > 0 && examples.Count == 0) return;
        var arguments = string.Concat(verb.Arguments.Select(argument => $" {Name(argument)}"));
        page.Append("```\n./iot ").Append(path).Append(arguments).Append(verb.Options.Count > 0 ? " [options]" : "").Append('\n');
        foreach (var example in examples) page.Append('\n').Append(example);
        page.Append(examples.Count > 0 ? "\n```\n\n" : "```\n\n");
    }

    private static void Parts(StringBuilder page, Command verb)
    {
        if (verb.Arguments.Count + verb.Options.Count == 0) return;
        page.Append("| | |\n|---|---|\n");
        foreach (var argument in verb.Arguments) Row(page, Name(argument), argument.Description);
        foreach (var option in verb.Options.Where(option => !option.Hidden))
            Row(page, option.Name + Value(option), option.Description + (option.Required ? " (required)" : ""));
        page.Append('\n');
    }

    private static void Row(StringBuilder page, string name, string? description) =>
        page.Append("| `").Append(name).Append("` | ").Append(description?.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");

    private static string Name(Argument argument) => argument.HelpName ?? argument.Name;

    private static string Value(Option option) =>
        option.ValueType == typeof(bool) ? "" : $" {option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant()}";
}
