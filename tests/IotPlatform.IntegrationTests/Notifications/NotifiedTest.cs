using System.Text.Json;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications;

/// <summary>A test with a receiver of its own, and what such tests do again and again.</summary>
public abstract class NotifiedTest(ClockedPlatform platform) : ClockedTest(platform), IAsyncLifetime
{
    protected Sink Sink { get; private set; } = null!;

    public new async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Sink = await Sink.StartAsync();
    }

    public new async Task DisposeAsync()
    {
        await Sink.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>Creates a webhook to a path of the sink; gives its id.</summary>
    protected async Task<string> WebhookAsync(string path = "/hook", string members = "")
    {
        var more = members.Length > 0 ? "," + members : "";
        return (await Api.PostAsync(
            "notifications/channels", $$$"""{"name":"Hook {{{path}}}","channel_type":"webhook","config":{"url":"{{{Sink.Url(path)}}}"}{{{more}}}}"""))
            .Is(201).Id;
    }

    /// <summary>Creates a policy for some channels; gives its id.</summary>
    protected async Task<string> PolicyAsync(string members, params string[] channels)
    {
        var more = members.Length > 0 ? "," + members : "";
        return (await Api.PostAsync(
            "notifications/policies", $$"""{"name":"Policy","channel_ids":{{JsonSerializer.Serialize(channels)}}{{more}}}""")).Is(201).Id;
    }

    /// <summary>Makes a device too hot under a rule of its own; gives the alarm's id.</summary>
    protected async Task<string> OverheatAsync(string device = "pump-1", string members = "")
    {
        await Customer.RegisterAsync(device);
        var rule = await Customer.CreateRuleAsync(
            $"\"scope_type\":\"device\",\"scope_device_id\":\"{device}\"" + (members.Length > 0 ? "," + members : ""));
        await ReportAsync(device, """{"temperature":31}""");
        return await Customer.AlarmAsync($"rule_id={rule}");
    }

    /// <summary>Waits until just so many deliveries pass the filters; gives them, the oldest first.</summary>
    protected Task<IReadOnlyList<JsonElement>> DeliveriesAsync(string query, int count) => Poll.ForAsync(
        async () => (await Api.GetAsync($"notifications/deliveries?sort=created_at&{query}")).Is(200).Items("deliveries") is var found && found.Count == count
            ? found
            : null,
        $"{count} deliveries with {query}");

    /// <summary>The types of the entries of an alarm's timeline.</summary>
    protected async Task<IReadOnlyList<string>> TimelineAsync(string alarm) =>
        (await Api.GetAsync($"alarms/{alarm}/timeline")).Is(200).Each("events", "event_type");

    /// <summary>Waits until an alarm's timeline has just these entries.</summary>
    protected Task TimelineIsAsync(string alarm, params string[] entries) => Poll.UntilAsync(
        async () => (await TimelineAsync(alarm)).SequenceEqual(entries), $"the timeline is {string.Join(", ", entries)}");

    /// <summary>A string member of each.</summary>
    protected static IEnumerable<string?> Each(IEnumerable<JsonElement> items, string member) =>
        items.Select(item => item.GetProperty(member).GetString());
}
