using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;

namespace IotPlatform.Cli.Configuration;

/// <summary>Tries and carries out plans.</summary>
public sealed class Execution(ApiClient api, ConfigurationKind kind)
{
    /// <summary>What the platform would refuse of the plan, as far as it tells without writing.</summary>
    public async Task<IReadOnlyList<string>> TryAsync(Plan plan, CancellationToken cancellation)
    {
        var faults = new List<string>();
        if (kind.TrialPath is null) return faults;
        foreach (var item in plan.Items.Where(item => item.Action is PlannedAction.Create or PlannedAction.Update or PlannedAction.Replace))
        {
            // Without a time from which to try it, a draft is looked at and not run.
            var draft = new JsonObject { [kind.Name] = item.Whole.DeepClone() };
            var answer = await api.SendAsync(HttpMethod.Post, kind.TrialPath, draft, cancellation);
            faults.AddRange(((answer.Body as JsonObject)?["errors"] as JsonArray ?? [])
                .Where(fault => fault!["field"]!.ToString().StartsWith($"{kind.Name}.", StringComparison.Ordinal))
                .Select(fault => $"{kind.Name} '{item.Name}': {fault!["field"]!.ToString()[(kind.Name.Length + 1)..]} {fault["message"]}"));
        }
        return faults;
    }

    /// <summary>Does one step; answers what was refused, or null.</summary>
    public async Task<string?> DoAsync(PlannedItem item, CancellationToken cancellation)
    {
        var answer = item.Action switch
        {
            PlannedAction.Create => await api.SendAsync(HttpMethod.Post, kind.Path, item.Body, cancellation),
            PlannedAction.Update => await api.SendAsync(HttpMethod.Put, $"{kind.Path}/{item.Id}", item.Body, cancellation),
            PlannedAction.Delete => await api.SendAsync(HttpMethod.Delete, $"{kind.Path}/{item.Id}", null, cancellation),
            PlannedAction.Replace => await ReplaceAsync(item, cancellation),
            _ => null,
        };
        return answer is { IsSuccess: false } ? $"{kind.Name} '{item.Name}': {answer.Reason}" : null;
    }

    // The old one goes when the new one is there, so that a refusal takes nothing away.
    private async Task<ApiAnswer> ReplaceAsync(PlannedItem item, CancellationToken cancellation)
    {
        var answer = await api.SendAsync(HttpMethod.Post, kind.Path, item.Body, cancellation);
        return answer.IsSuccess ? await api.SendAsync(HttpMethod.Delete, $"{kind.Path}/{item.Id}", null, cancellation) : answer;
    }
}
