using System.Diagnostics;

namespace IotPlatform.Hosting;

/// <summary>Runs a short-lived program of the operating system or of PostgreSQL to its end.</summary>
internal static class Tool
{
    /// <summary>What a program left behind: its exit code and all it wrote.</summary>
    public sealed record Outcome(int ExitCode, string Output, string Errors)
    {
        public string LastLine => (Errors + "\n" + Output)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? $"exit code {ExitCode}";
    }

    /// <summary>Runs <paramref name="command"/>, program first; exit code 127 if there is no such program, as in a shell.</summary>
    public static Task<Outcome> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation = default) =>
        RunAsync(command, [], cancellation);

    /// <summary>As above, with variables added to the program's environment; it is killed when the caller gives up.</summary>
    public static async Task<Outcome> RunAsync(
        IReadOnlyList<string> command, IReadOnlyList<(string Name, string Value)> environment, CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = Describe(command) };
        foreach (var (name, value) in environment) process.StartInfo.Environment[name] = value;
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return new Outcome(127, "", e.Message);
        }
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await using var giveUp = cancellation.Register(() => process.Kill());
        await process.WaitForExitAsync(cancellation);
        return new Outcome(process.ExitCode, await output, await errors);
    }

    /// <summary>How to start a program apart from our terminal, with English messages.</summary>
    public static ProcessStartInfo Describe(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The server's user may not be able to enter the folder we stand in.
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C";
        return start;
    }
}
