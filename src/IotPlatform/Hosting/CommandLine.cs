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

/// <summary>The verb of a command line, <c>run</c> if there is none.</summary>
public static class CommandLine
{
    /// <summary>The verb in lower case; arguments that begin with a dash belong to <c>run</c>.</summary>
    public static string Verb(IReadOnlyList<string> args) =>
        args.Count == 0 || args[0].StartsWith('-') ? "run" : args[0].ToLowerInvariant();

    /// <summary>What the verb does with the database; an unknown one may need it.</summary>
    public static DatabaseUse UseOf(IReadOnlyList<string> args) => Verb(args) switch
    {
        "run" => DatabaseUse.Serve,
        "help" or "?" or "codegen" or "openapi" or "capabilities" or "event-model" or "describe-event-model" or "scaffold"
            or "wolverine-diagnostics" => DatabaseUse.None,
        // What is in the file proves itself, on a machine that has nothing else.
        "audit" when args.Any(arg => arg == "--file" || arg.StartsWith("--file=", StringComparison.Ordinal)) => DatabaseUse.None,
        _ => DatabaseUse.Visit,
    };
}
