using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;

namespace IotPlatform.Cli.Telemetry.Import;

/// <summary>
/// Posts batches. A batch that was not taken whole is sent again in halves until each faulty row is found: what has its time can be sent
/// as often as one likes.
/// </summary>
internal sealed class BatchPost(ApiClient api, ImportReport report)
{
    private readonly ConcurrentDictionary<string, string> _closed = new();

    public Task SendAsync(DeviceBatch batch, CancellationToken cancellation) => SendAsync(batch.DeviceId, batch.Entries, cancellation);

    private async Task SendAsync(string device, IReadOnlyList<BatchEntry> entries, CancellationToken cancellation)
    {
        if (_closed.TryGetValue(device, out var reason))
        {
            RejectAll(entries, reason);
            return;
        }

        var path = $"devices/{Uri.EscapeDataString(device)}/telemetry";
        var answer = await api.SendAsync(HttpMethod.Post, path, DeviceBatch.BodyOf(entries), cancellation);
        var rejected = answer.IsSuccess ? answer.Body!["rejected"]!.GetValue<int>() : 0;
        var isFaulty =
            answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge;
        if ((rejected > 0 || isFaulty) && entries.Count > 1 && !report.IsFull) await HalveAsync(device, entries, cancellation);
        else if (rejected > 0) Settle(entries, rejected, answer.Body!["errors"]!.AsArray());
        else if (answer.IsSuccess) report.Accept(entries.Sum(entry => entry.Rows.Count));
        else if (isFaulty) RejectAll(entries, answer.Reason);
        else if (RemedyOf(device, answer) is { } remedy) RejectAll(entries, _closed[device] = remedy);
        else answer.OrRefuse();
    }

    private async Task HalveAsync(string device, IReadOnlyList<BatchEntry> entries, CancellationToken cancellation)
    {
        var half = entries.Count / 2;
        await SendAsync(device, [.. entries.Take(half)], cancellation);
        await SendAsync(device, [.. entries.Skip(half)], cancellation);
    }

    private void Settle(IReadOnlyList<BatchEntry> entries, int rejected, JsonArray errors)
    {
        var rows = entries.SelectMany(entry => entry.Rows).ToList();
        report.Accept(rows.Count - rejected);
        if (entries.Count > 1) report.RejectSome(rows[0], rejected, $"{rejected} values from here on: {Said(errors[0])}");
        else foreach (var error in errors) report.Reject(rows.Last(row => row.Key == error!["key"]!.ToString()), Said(error));

        static string Said(JsonNode? error) => $"{error!["key"]}: {error["message"]}";
    }

    private void RejectAll(IEnumerable<BatchEntry> entries, string reason)
    {
        foreach (var row in entries.SelectMany(entry => entry.Rows)) report.Reject(row, reason);
    }

    private static string? RemedyOf(string device, ApiAnswer answer) => answer.Status switch
    {
        HttpStatusCode.NotFound => $"there is no device '{device}': register it, then import again",
        HttpStatusCode.Conflict => $"the device '{device}' is deactivated: activate it, then import again",
        _ => null,
    };
}
