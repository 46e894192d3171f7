using System.CommandLine;
using IotPlatform.Cli;

namespace IotPlatform.Projections;

/// <summary><c>./iot projections</c>: how far documents are, folding them anew, and proving them.</summary>
public static class ProjectionsVerb
{
    /// <summary>The verb with those below it.</summary>
    public static Verb Build(Visit visit, TimeProvider time) =>
        new("projections", "See how far read models are, rebuild them while the platform runs, and prove them")
        {
            ListProjectionsVerb.Build(visit), PauseVerb.Build(visit), PauseVerb.BuildResume(visit), DeadLettersVerb.Build(visit), RetryVerb.Build(visit, time), RebuildVerb.Build(visit, time), RollbackVerb.Build(visit), VerifyVerb.Build(visit, time),
        };

    /// <summary>Which documents a verb is about.</summary>
    internal static Argument<string?> Name() => new("NAME")
    {
        Description = "Device, Alarm or another of those that 'list' shows, ReadModels or Inline; without it all",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>What a name stands for.</summary>
    /// <exception cref="RefusedException">Nothing has the name.</exception>
    internal static IReadOnlyList<Selection> Find(Rebuild rebuild, string? name) => rebuild.Find(name) is { Count: > 0 } found
        ? found
        : throw new RefusedException($"There is no read model '{name}'; './iot projections list' shows all.");
}
