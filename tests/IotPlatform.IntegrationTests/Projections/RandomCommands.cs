using IotPlatform.IntegrationTests.Notifications;
using Shouldly;

namespace IotPlatform.IntegrationTests.Projections;

/// <summary>
/// A client that does, in an order drawn from a seed, all that the API lets it do to few things: so that what it does meets what was done
/// before. Many of its commands are refused; none may fail.
/// </summary>
internal sealed class RandomCommands(TestCustomer customer, int seed)
{
    private const int Names = 6;
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, List<string>> _made = [];

    /// <summary>Sends so many commands, one after the other.</summary>
    public async Task RunAsync(int count)
    {
        for (var step = 0; step < count; step++) await StepAsync();
    }

    private Task StepAsync() => _random.Next(36) switch
    {
        0 or 1 or 2 => PostAsync("devices", $$"""{"device_id":"{{Device()}}","name":"{{Word()}}","metadata":{"site":"{{Word()}}"},"is_active":{{Bool(0.9)}}}"""),
        3 or 4 => SendAsync(HttpMethod.Patch, $"devices/{Device()}", $$"""{"name":"{{Word()}}","device_type":{{TextOrNull()}},"is_active":{{Bool(0.8)}}}"""),
        5 => SendAsync(HttpMethod.Patch, $"devices/{Device()}", $$"""{"profile_id":{{IdOrNull("profiles")}}}"""),
        6 => SendAsync(HttpMethod.Delete, $"devices/{Device()}"),
        7 or 8 => PostAsync($"devices/{Device()}/tags", $$"""{"tags":["{{Word()}}","{{Word()}}"]}"""),
        9 => SendAsync(HttpMethod.Delete, $"devices/{Device()}/tags/{Word()}"),
        10 => PostAsync($"devices/{Device()}/credentials/rotate"),
        11 or 12 => PostAsync($"devices/{Device()}/commands", $$"""{"name":"{{Word()}}","ttl_seconds":{{_random.Next(30, 600)}}}"""),
        13 or 14 or 15 or 16 => PostAsync($"devices/{Device()}/telemetry", $$"""{"temperature":{{_random.Next(20, 50)}}}"""),
        17 => PostAsync("groups", $$"""{"name":"{{Word()}}"}"""),
        18 => SendAsync(HttpMethod.Put, $"groups/{Id("groups")}", $$"""{"name":"{{Word()}}","description":{{TextOrNull()}}}"""),
        19 or 20 => PostAsync($"groups/{Id("groups")}/devices", $$"""{"device_ids":["{{Device()}}"]}"""),
        21 => SendAsync(HttpMethod.Delete, $"groups/{Id("groups")}/devices/{Device()}"),
        22 => DeleteAsync("groups"),
        23 => ProfileAsync(),
        24 => PostAsync($"profiles/{Id("profiles")}/apply/{Device()}"),
        25 => DatapointAsync(),
        26 => RuleAsync(),
        27 => PostAsync($"rules/{Id("rules")}/{(_random.Next(2) == 0 ? "disable" : "enable")}"),
        28 or 29 or 30 => AlarmAsync(),
        31 or 32 => ChannelAsync(),
        33 or 34 => PolicyAsync(),
        _ => SilenceAsync(),
    };

    private Task ProfileAsync() => _random.Next(4) switch
    {
        0 => DeleteAsync("profiles"),
        1 => SendAsync(HttpMethod.Put, $"profiles/{Id("profiles")}", $$"""{"name":"{{Word()}}","reporting_interval_seconds":{{_random.Next(60, 600)}}}"""),
        _ => PostAsync("profiles", $$"""{"name":"{{Word()}}"}"""),
    };

    private Task DatapointAsync() => _random.Next(4) switch
    {
        0 => DeleteAsync("datapoints"),
        1 => SendAsync(HttpMethod.Put, $"datapoints/{Id("datapoints")}", $$"""{"label":"{{Word()}}"}"""),
        _ => PostAsync("datapoints", $$"""{"key":"{{Word()}}"}"""),
    };

    private Task RuleAsync() => _random.Next(6) switch
    {
        0 => DeleteAsync("rules"),
        1 => SendAsync(HttpMethod.Put, $"rules/{Id("rules")}", $$$"""{"name":"{{{Word()}}}","config":{"field":"temperature","operator":">","value":{{{_random.Next(25, 45)}}}}}"""),
        _ => PostAsync("rules", $$$"""
            {"name":"{{{Word()}}}","rule_type":"threshold","config":{"field":"temperature","operator":">","value":{{{_random.Next(25, 45)}}}},
             "severity":"{{{Of("info", "warning", "critical")}}}","auto_resolve":{{{Bool(0.5)}}},"actions":{{{Actions()}}}}
            """),
    };

    private async Task AlarmAsync()
    {
        var alarms = await customer.AlarmsAsync("page_size=20");
        if (alarms.Count == 0) return;
        var alarm = alarms[_random.Next(alarms.Count)].GetProperty("id").GetString();
        await PostAsync($"alarms/{alarm}/{Of("acknowledge", "acknowledge", "resolve", "resolve", "reopen", "erase-notes")}", $$"""{"note":"{{Word()}}"}""");
    }

    private Task ChannelAsync() => _random.Next(7) switch
    {
        0 or 1 or 2 => SendAsync(HttpMethod.Put, $"notifications/channels/{Id("notifications/channels")}", $$"""{"name":"{{Word()}}","is_enabled":{{Bool(0.5)}}}"""),
        3 => PostAsync($"notifications/channels/{Id("notifications/channels")}/secret/rotate"),
        4 => DeleteAsync("notifications/channels"),
        _ => PostAsync("notifications/channels", $$$"""{"name":"{{{Word()}}}","channel_type":"webhook","config":{"url":"https://receiver.invalid/{{{Word()}}}"}}"""),
    };

    private Task PolicyAsync() => _random.Next(6) switch
    {
        0 or 1 or 2 => SendAsync(HttpMethod.Put, $"notifications/policies/{Id("notifications/policies")}", $$"""{"name":"{{Word()}}","is_enabled":{{Bool(0.5)}}}"""),
        3 => DeleteAsync("notifications/policies"),
        _ => PostAsync("notifications/policies", $$"""{"name":"{{Word()}}","channel_ids":["{{Id("notifications/channels")}}"]}"""),
    };

    private Task SilenceAsync() => _random.Next(3) == 0
        ? DeleteAsync("notifications/silences")
        : PostAsync("notifications/silences", $$$"""{"matchers":{"device_ids":["{{{Device()}}}"]},"ends_at":"{{{SilenceSteps.InHours(1)}}}","comment":"{{{Word()}}}"}""");

    private Task<Answer> DeleteAsync(string collection) => SendAsync(HttpMethod.Delete, $"{collection}/{Id(collection)}");

    private async Task PostAsync(string path, string? json = null)
    {
        var answer = await SendAsync(HttpMethod.Post, path, json);
        if (answer.Status != 201 || !answer.Json.TryGetProperty("id", out var id)) return;
        if (!_made.TryGetValue(path, out var made)) _made[path] = made = [];
        made.Add(id.GetString()!);
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? json = null)
    {
        var answer = await customer.Api.SendAsync(method, path, json);
        answer.Status.ShouldBeLessThan(500, $"{method} {path} {json}: {answer.Text}");
        return answer;
    }

    private string Device() => $"device-{_random.Next(Names)}";

    private string Word() => $"w{_random.Next(Names)}";

    private string Of(params string[] words) => words[_random.Next(words.Length)];

    private string Bool(double share) => _random.NextDouble() < share ? "true" : "false";

    private string Actions() => Of("""["create_alarm"]""", """["create_alarm","mark_unhealthy"]""");

    private string TextOrNull() => _random.Next(2) == 0 ? "null" : $"\"{Word()}\"";

    // One of the last, so that much happens to each.
    private string Id(string collection) => _made.TryGetValue(collection, out var made) ? made[^_random.Next(1, Math.Min(made.Count, 3) + 1)] : "none";

    private string IdOrNull(string collection) => _random.Next(3) == 0 ? "null" : $"\"{Id(collection)}\"";
}
