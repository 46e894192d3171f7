using System.CommandLine;
using IotPlatform.Cli;
using IotPlatform.Platform;

namespace IotPlatform.Projections;

/// <summary><c>./iot projections pause</c> and <c>resume</c></summary>
public static class PauseVerb
{
    /// <summary>The verb that pauses.</summary>
    public static Verb Build(Visit visit) => Build(
        visit, "pause", "Let a projection stand still, on all nodes and after restarts; commands go on, and GETs answer what there is",
        "./iot projections pause ReadModels", (pauses, name, token) => pauses.PauseAsync(name, token), "Paused {0}.", "{0} is paused already.");

    /// <summary>The verb that resumes.</summary>
    public static Verb BuildResume(Visit visit) => Build(
        visit, "resume", "Let a projection that is paused go on from where it stands", "./iot projections resume ReadModels",
        (pauses, name, token) => pauses.ResumeAsync(name, token), "Resumed {0}.", "{0} is not paused.");

    private static Verb Build(
        Visit visit, string verb, string description, string example, Func<ProjectionPauses, string, CancellationToken, Task<bool>> act,
        string done, string nothing)
    {
        var name = new Argument<string>("NAME")
        {
            Description = "ReadModels or another group that 'list' shows, but for Inline",
        };
        var json = SharedOptions.Json();
        return new Verb(verb, description, example)
        {
            name, json,
        }.Does(visit, async (services, args, token) =>
        {
            var group = await FindAsync(services.GetRequiredService<ProjectionList>(), args.GetValue(name)!, token);
            var isChanged = await act(services.GetRequiredService<ProjectionPauses>(), group, token);
            return Print.Result(
                args.GetValue(json), new { Projection = group, IsChanged = isChanged },
                string.Format(System.Globalization.CultureInfo.InvariantCulture, isChanged ? done : nothing, group));
        });
    }

    private static async Task<string> FindAsync(ProjectionList projections, string name, CancellationToken cancellation)
    {
        if (string.Equals(name, Selection.Inline, StringComparison.OrdinalIgnoreCase))
            throw new RefusedException("Inline documents are folded with the events themselves, and cannot be paused.");
        var groups = (await projections.ReadAsync(cancellation)).Select(row => row.Group).Distinct();
        return groups.FirstOrDefault(group => string.Equals(group, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new RefusedException($"There is no group '{name}' of projections; './iot projections list' shows all.");
    }
}
