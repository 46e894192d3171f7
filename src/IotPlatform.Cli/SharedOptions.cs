using System.CommandLine;

namespace IotPlatform.Cli;

/// <summary>Options that many verbs take, under one name and one description.</summary>
public static class SharedOptions
{
    /// <summary>JSON instead of text.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON" };

    /// <summary>A file to write instead of standard output.</summary>
    public static Option<string?> Out() =>
        new("--out") { Description = "The file to write; standard output without it", HelpName = "FILE" };
}
