using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace IotPlatform.Hosting;

/// <summary>Turns what can go wrong at start into one line for the operator and exit code 1.</summary>
public static class StartupFailure
{
    /// <summary>Given on the command line: the stack trace of an unexpected failure goes to standard error instead of a file.</summary>
    public const string Verbose = "--verbose";

    /// <summary>Runs the program; when it fails, writes one line to standard error.</summary>
    /// <param name="args">The command line, for <see cref="Verbose"/>.</param>
    /// <param name="program">Everything from reading the settings to the end of the host; its result is the exit code.</param>
    public static async Task<int> GuardAsync(IReadOnlyList<string> args, Func<Task<int>> program)
    {
        try
        {
            return await program();
        }
        // Thrown by the tools that build the host of a program without running it.
        catch (Exception e) when (e is not HostAbortedException)
        {
            await Console.Error.WriteLineAsync($"iot: {Explain(e, args)}");
            return 1;
        }
    }

    /// <summary>One line for a failure with a known cause, or null.</summary>
    public static string? Describe(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is StartupException) return OneLine(e.Message);
            if (e is AddressInUseException || e is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
                return $"A port is taken by another program ({OneLine(failure.Message)}): stop that one, or choose another with Http__Port, Mqtt__Port or Mqtt__TlsPort.";
            if (e is NpgsqlException database && IsAboutReaching(database)) return DescribeUnreachable(e, null);
        }
        return null;
    }

    /// <summary>Why PostgreSQL could not be used, without anything secret.</summary>
    internal static string DescribeUnreachable(Exception failure, string? where)
    {
        var server = where is null ? "PostgreSQL" : $"PostgreSQL at {where}";
        return failure is PostgresException answer
            ? OneLine($"{server} refuses: {answer.MessageText} ({answer.SqlState}); check ConnectionStrings__Postgres.")
            : OneLine($"{server} cannot be reached: {failure.GetBaseException().Message}; see that it runs, and check ConnectionStrings__Postgres.");
    }

    // A statement that fails is a defect of ours, not a matter of the connection: only log-in, database, resources and shutdown are.
    private static bool IsAboutReaching(NpgsqlException failure) =>
        failure is not PostgresException answer || answer.SqlState[..2] is "28" or "3D" or "53" or "57";

    private static string Explain(Exception failure, IReadOnlyList<string> args)
    {
        if (args.Contains(Verbose)) return failure.ToString();
        return Describe(failure) ?? $"Unexpected failure ({failure.GetType().Name}): {OneLine(failure.Message)} {Details(failure)}";
    }

    private static string Details(Exception failure)
    {
        try
        {
            var directory = DataDirectory.At(Environment.GetEnvironmentVariable("IOT_DATA_DIR") ?? "data");
            Directory.CreateDirectory(directory.LogDirectory);
            var file = Path.Combine(directory.LogDirectory, "failure.log");
            DataDirectory.WriteSecret(file, failure + Environment.NewLine);
            return $"(details in {file})";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"(details with {Verbose})";
        }
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
