using IotPlatform.Alarms;
using IotPlatform.Connectivity;
using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.Profiles;
using IotPlatform.Telemetry;
using Marten;
using NodaTime;

namespace IotPlatform.Health;

/// <summary>Gathers the facts of a device's health from where each of them is kept.</summary>
public sealed class HealthFactsReader(
    DeviceReadModel devices, ReadModel<Profile> profiles, DeviceStates states, HealthQueries queries, ConnectionHistory connections, PlatformOutages outages,
    LatestValues latest, SeenTopics topics, IDocumentStore store)
{
    /// <summary>The facts of the caller's device, or null when there is no such device.</summary>
    public async Task<HealthFacts?> ReadAsync(HttpContext http, string deviceId, Instant now)
    {
        if ((await devices.LoadAsync(http, deviceId)).State is not { } device) return null;
        var (customer, cancellation) = (Caller.Of(http).Customer, http.RequestAborted);
        var profile = device.ProfileId is { } profileId ? (await profiles.LoadAsync(http, profileId)).State : null;
        var facts = await OfEventsAsync(customer, deviceId, profile, cancellation);
        // Before the first contact there is no place in the logs.
        return await states.FindAsync(customer, deviceId, cancellation) is { } handle
            ? await AddLogsAsync(facts, handle, profile?.ExpectedTopics ?? [], now, cancellation)
            : facts with { MissingTopics = profile?.ExpectedTopics ?? [] };
    }

    private async Task<HealthFacts> OfEventsAsync(string customer, string deviceId, Profile? profile, CancellationToken cancellation)
    {
        await using var session = store.QuerySession(customer);
        return new(
            false, null, [], [], 0, await queries.OpenAlarmsAsync(customer, deviceId, cancellation),
            await UnhealthyMarks.OfDeviceAsync(session, deviceId, cancellation), null,
            profile?.ReportingIntervalSeconds is { } seconds ? Duration.FromSeconds(seconds) : null, []);
    }

    private async Task<HealthFacts> AddLogsAsync(
        HealthFacts facts, DeviceHandle device, IReadOnlyList<string> expected, Instant now, CancellationToken cancellation)
    {
        var begin = now - HealthFacts.Window;
        var changes = await connections.ReadAsync(device, begin, now, cancellation);
        var values = await latest.GetAsync(device.Key, cancellation);
        return facts with
        {
            HadContact = changes.Count > 0 || values.Count > 0 || await queries.WasHeardAsync(device, cancellation),
            FirstConnectedAt = changes.Count > 0 ? changes[0].At : null,
            Connections = ConnectedSpans.Of(changes, now),
            Outages = [.. (await outages.ReadAsync(begin, now, cancellation)).Select(outage => new Interval(outage.From, Instant.Min(outage.Until + outage.Grace, now)))],
            UncleanDisconnects = changes.Count(change => change.At > begin && change.End is { IsClean: false }),
            NewestData = values.Count > 0 ? values.Max(value => value.Value.Timestamp) : null,
            MissingTopics = expected.Count == 0 ? [] : ExpectedTopics.Missing(
                expected, device.DeviceId, await SeenAsync(device, values, expected, now - facts.ExpectedInterval, cancellation)),
        };
    }

    private async Task<IReadOnlyCollection<string>> SeenAsync(
        DeviceHandle device, IReadOnlyList<KeyValuePair<string, LatestValue>> values, IReadOnlyList<string> expected, Instant since,
        CancellationToken cancellation)
    {
        var telemetry = ExpectedTopics.OfKeys([.. values.Where(value => value.Value.Timestamp > since).Select(value => value.Key)]);
        return ExpectedTopics.AreBeyondTelemetry(expected, device.DeviceId)
            ? [.. telemetry, .. await topics.SinceAsync(device, since, cancellation)]
            : [.. telemetry];
    }
}
