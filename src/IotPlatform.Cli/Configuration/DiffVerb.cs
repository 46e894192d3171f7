using System.CommandLine;
using IotPlatform.Cli.Api;

namespace IotPlatform.Cli.Configuration;

/// <summary><c>rules diff</c> and <c>policies diff</c></summary>
internal static class DiffVerb
{
    public static Verb Build(ConfigurationKind kind, ApiOptions api, TimeProvider time)
    {
        var file = new Argument<string>("FILE") { Description = "What an import takes; - is standard input" };
        var format = DocumentFile.Format();
        var json = SharedOptions.Json();
        var verb = new Verb(
            "diff", $"Show how the platform's {kind.List} differ from a file: - only there, + only in the file; exit code 1 if they do",
            $"./iot {kind.List} diff {kind.List}.yaml",
            $"./iot {kind.List} diff {kind.List}.yaml --json") { file, format, json };
        api.AddTo(verb);
        return verb.Does(async (parsed, cancellation) =>
        {
            using var client = api.Client(parsed, time);
            var path = parsed.GetRequiredValue(file);
            var documents = ConfigurationVerb.Read(path, parsed.GetValue(format), kind);
            var (resources, books) = await Platform.ReadAsync(client, kind, documents, cancellation);
            var plan = Planner.Of(documents, kind, resources, books, replaces: true);
            ConfigurationVerb.RefuseFaults(plan.Faults, path);
            if (parsed.GetValue(json)) Output.Json(PlanText.Json(plan, kind.Name));
            else PlanText.PrintDiff(plan, kind.Name);
            return plan.Items.All(item => item.Action is PlannedAction.Unchanged) ? ExitCode.Done : ExitCode.Failed;
        });
    }
}
