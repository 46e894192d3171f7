using System.CommandLine;

namespace IotPlatform.Cli;

/// <summary>A verb of the command line, with examples that its help and docs/cli.md show.</summary>
/// <param name="name">As it is typed, without the verb that it belongs to.</param>
/// <param name="description">What it does, as an order: "Create a customer".</param>
/// <param name="examples">Whole lines that work when they are pasted.</param>
#pragma warning disable CA1010 // A command enumerates its children for collection initialisers alone.
public sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
#pragma warning restore CA1010
{
    /// <summary>Lines that may be pasted.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>
    /// What the verb does; its result is the exit code. A <see cref="RefusedException"/> that it throws is printed as one line.
    /// </summary>
    public Verb Does(Func<ParseResult, CancellationToken, Task<int>> work)
    {
        SetAction((parsed, cancellation) => RefusedException.GuardAsync(() => work(parsed, cancellation)));
        return this;
    }

    /// <summary>What the verb does with the services of the platform.</summary>
    public Verb Does(Visit visit, Func<IServiceProvider, ParseResult, CancellationToken, Task<int>> work) =>
        Does((parsed, cancellation) => visit((services, token) => work(services, parsed, token), cancellation));
}
