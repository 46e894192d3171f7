namespace IotPlatform.Cli;

/// <summary><c>completion bash</c>: a script that completes verbs and options.</summary>
public static class CompletionVerb
{
    /// <summary>The verb; <paramref name="tree"/> is asked when it runs, since it holds this verb too.</summary>
    public static Verb Build(Func<CommandTree> tree) => new("completion", "Print a script that makes the shell complete verbs and options")
    {
        new Verb("bash", "The script for bash", "source <(./iot completion bash)").Does((_, _) =>
        {
            Output.Line(BashCompletion.Script(tree().Verbs));
            return Task.FromResult(ExitCode.Done);
        }),
    };
}
