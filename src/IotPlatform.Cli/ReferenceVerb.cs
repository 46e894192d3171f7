namespace IotPlatform.Cli;

/// <summary><c>./iot reference &gt; docs/cli.md</c></summary>
public static class ReferenceVerb
{
    /// <summary>The verb; <paramref name="tree"/> is asked when it runs, since it holds this verb too.</summary>
    public static Verb Build(Func<CommandTree> tree) =>
        new Verb("reference", "Print the reference of all verbs, in Markdown; docs/cli.md is a copy", "./iot reference > cli.md")
            .Does((_, _) =>
            {
                Console.Out.Write(CommandReference.Page(tree().Verbs));
                return Task.FromResult(ExitCode.Done);
            });
}
