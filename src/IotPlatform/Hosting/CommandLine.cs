namespace IotPlatform.Hosting;

/// <summary>What a verb of the command line does with the database.</summary>
public enum DatabaseUse
{
    /// <summary>It runs without one: help, code generation, descriptions.</summary>
    None,

    /// <summary>A command beside the platform: uses the running database, or starts it for its own time.</summary>
    Visit,

    /// <summary>The platform itself.</summary>
    Serve,
}

/// <summary>Who runs a verb.</summary>
public enum VerbKind
{
    /// <summary>The platform itself, which listens to the signals of its process.</summary>
    Serve,

    /// <summary>The frameworks, Marten and Wolverine, by their own command line.</summary>
    Framework,

    /// <summary>The platform's own command line, which also explains what nobody knows.</summary>
    Own,
}

/// <summary>The verb of a command line, <c>run</c> if there is none.</summary>
public static class CommandLine
{
    private static readonly HashSet<string> OfFrameworks =
    [
        "?", "capabilities", "check-env", "clear-handled", "codegen", "db-apply", "db-assert", "db-dump", "db-list", "db-patch", "describe",
        "describe-event-model", "event-model", "event-query", "help", "marten", "resources", "scaffold", "storage",
        "wolverine-diagnostics",
    ];

    private static readonly HashSet<string> Help = ["--help", "-h", "-?", "/?"];

    /// <summary>The verb in lower case; arguments that begin with a dash belong to <c>run</c>, but for a call for help.</summary>
    public static string Verb(IReadOnlyList<string> args) =>
        args.Count == 0 || (args[0].StartsWith('-') && !Help.Contains(args[0])) ? "run" : args[0].ToLowerInvariant();

    /// <summary>Who runs the verb.</summary>
    public static VerbKind KindOf(IReadOnlyList<string> args) => Verb(args) switch
    {
        "run" when !args.Any(Help.Contains) => VerbKind.Serve,
        var verb when OfFrameworks.Contains(verb) => VerbKind.Framework,
        _ => VerbKind.Own,
    };

    /// <summary>What the verb does with the database; an unknown one may need it.</summary>
    public static DatabaseUse UseOf(IReadOnlyList<string> args) => Verb(args) switch
    {
        "run" => DatabaseUse.Serve,
        "help" or "?" or "codegen" or "openapi" or "capabilities" or "event-model" or "describe-event-model" or "scaffold"
            or "wolverine-diagnostics" => DatabaseUse.None,
        _ => DatabaseUse.Visit,
    };
}
