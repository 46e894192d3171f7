using System.CommandLine;
using IotPlatform.Cli.Api;

namespace IotPlatform.Cli.Configuration;

/// <summary><c>rules import</c> and <c>policies import</c></summary>
internal sealed class ImportVerb(ConfigurationKind kind)
{
    private readonly Argument<string> _file = new("FILE") { Description = "What an export wrote; - is standard input" };
    private readonly Option<string?> _format = DocumentFile.Format();
    private readonly Option<bool> _dry = new("--dry-run") { Description = "Say what would be done, and do nothing" };
    private readonly Option<bool> _prune = new("--prune") { Description = $"Delete {kind.List} that the file does not name" };
    private readonly Option<bool> _yes = new("--yes") { Description = "Delete without asking" };

    private readonly Option<bool> _replace =
        new("--replace") { Description = "Make anew, and delete, what differs in a member that is for life" };

    public Verb Build(ApiOptions api, TimeProvider time)
    {
        var verb = new Verb(
            "import", $"Make the platform's {kind.List} what a file says",
            $"./iot {kind.List} import {kind.List}.yaml --dry-run",
            $"./iot {kind.List} import {kind.List}.yaml",
            $"./iot {kind.List} import {kind.List}.yaml --prune --yes") { _file, _format, _dry, _prune, _yes, _replace };
        api.AddTo(verb);
        return verb.Does(async (parsed, cancellation) =>
        {
            using var client = api.Client(parsed, time);
            return await RunAsync(parsed, client, cancellation);
        });
    }

    private async Task<int> RunAsync(ParseResult parsed, ApiClient client, CancellationToken cancellation)
    {
        var path = parsed.GetRequiredValue(_file);
        var execution = new Execution(client, kind);
        var plan = await PlanAsync(parsed, client, path, cancellation);
        ConfigurationVerb.RefuseFaults([.. plan.Faults, .. await execution.TryAsync(plan, cancellation)], path);
        PlanText.Print(plan);
        if (parsed.GetValue(_dry))
        {
            Output.Line(Summary(plan.Items, "to be "));
            Output.Note("a dry run: nothing was written");
            return ExitCode.Done;
        }
        Confirm(plan.Items.Count(item => item.Action is PlannedAction.Delete), parsed.GetValue(_yes));
        return await ExecuteAsync(plan, execution, cancellation);
    }

    private async Task<Plan> PlanAsync(ParseResult parsed, ApiClient client, string path, CancellationToken cancellation)
    {
        var documents = ConfigurationVerb.Read(path, parsed.GetValue(_format), kind);
        var (resources, books) = await Platform.ReadAsync(client, kind, documents, cancellation);
        var plan = Planner.Of(documents, kind, resources, books, parsed.GetValue(_replace));
        return parsed.GetValue(_prune) ? plan
            : plan with { Items = [.. plan.Items.Where(item => item.Action is not PlannedAction.Delete)] };
    }

    private void Confirm(int deletions, bool isAgreed)
    {
        if (deletions == 0 || isAgreed) return;
        if (Console.IsInputRedirected) throw new RefusedException("nothing was written; --yes lets --prune delete without asking");
        Console.Error.Write($"iot: delete {Counted.Of(deletions, kind.Name)}? [y/N] ");
        if (Console.ReadLine()?.Trim().ToUpperInvariant() is not ("Y" or "YES")) throw new RefusedException("nothing was written");
    }

    private async Task<int> ExecuteAsync(Plan plan, Execution execution, CancellationToken cancellation)
    {
        var done = new List<PlannedItem>();
        foreach (var item in plan.Items)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await execution.DoAsync(item, default) is { } refusal) Output.Error(refusal);
            else done.Add(item);
        }
        Output.Line(Summary(done, ""));
        if (done.Count == plan.Items.Count) return ExitCode.Done;
        throw new RefusedException($"{Counted.Of(plan.Items.Count - done.Count, kind.Name)} refused; mend the file and import it again");
    }

    private string Summary(IReadOnlyCollection<PlannedItem> items, string would)
    {
        var replaced = items.Count(item => item.Action is PlannedAction.Replace);
        return $"{Counted.Of(items.Count, kind.Name)}: {Count(items, PlannedAction.Create)} {would}created, "
            + $"{Count(items, PlannedAction.Update)} {would}updated, {(replaced > 0 ? $"{replaced} {would}replaced, " : "")}"
            + $"{Count(items, PlannedAction.Unchanged)} unchanged, {Count(items, PlannedAction.Delete)} {would}deleted";
    }

    private static int Count(IEnumerable<PlannedItem> items, PlannedAction action) => items.Count(item => item.Action == action);
}
