using System.CommandLine;
using System.Text;

namespace IotPlatform.Cli;

/// <summary>
/// Writes a bash function that knows the verbs by itself: the program is not started for each press of the tab key. After a new version it
/// is read in anew.
/// </summary>
public static class BashCompletion
{
    // Verbs of the start script, which the program does not have.
    private static readonly string[] OfTheScript = ["build", "test", "bench", "help"];

    /// <summary>The script, to be sourced.</summary>
    public static string Script(IEnumerable<Verb> verbs)
    {
        var top = verbs.ToList();
        var script = new StringBuilder("""
            _iot() {
                local current=${COMP_WORDS[COMP_CWORD]} path="" word words
                for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                    case $word in -*) ;; *) case "$(_iot_words "$path ")" in *" $word "*) path="$path $word" ;; esac ;; esac
                done
                words=$(_iot_words "$path ")
                case $current in -*) words="$words $(_iot_options "$path ")" ;; esac
                mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
                [ ${#COMPREPLY[@]} -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$current")
            }

            """);
        var all = top.SelectMany(verb => Below("", verb)).ToList();
        var words = all.Select(verb => (verb.Path, Names(verb.Verb.Subcommands))).Prepend(("", OfTheScript.Concat(Names(top))));
        Function(script, "_iot_words", words);
        Function(script, "_iot_options", all.Select(verb => (verb.Path, Options(verb.Verb))));
        return script.Append("complete -o filenames -F _iot iot ./iot").ToString();
    }

    private static void Function(StringBuilder script, string name, IEnumerable<(string Path, IEnumerable<string> Words)> cases)
    {
        script.Append(name).AppendLine("() {").AppendLine("    case $1 in");
        foreach (var (path, words) in cases.Where(one => one.Words.Any()))
            script.AppendLine($"    \"{path} \") echo \" {string.Join(' ', words)} \" ;;");
        script.AppendLine("    esac").AppendLine("}").AppendLine();
    }

    private static IEnumerable<(string Path, Command Verb)> Below(string above, Command verb)
    {
        var path = $"{above} {verb.Name}";
        return verb.Subcommands.SelectMany(inner => Below(path, inner)).Prepend((path, verb));
    }

    private static IEnumerable<string> Names(IEnumerable<Command> verbs) => verbs.Where(verb => !verb.Hidden).Select(verb => verb.Name);

    private static IEnumerable<string> Options(Command verb) =>
        verb.Options.Where(option => !option.Hidden).Select(option => option.Name).Append("--help");
}
