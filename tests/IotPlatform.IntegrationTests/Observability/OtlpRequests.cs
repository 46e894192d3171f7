using IotPlatform.IntegrationTests.Notifications.Senders;

namespace IotPlatform.IntegrationTests.Observability;

/// <summary>What a receiver of OTLP over HTTP got. Protobuf keeps texts as they are, so they are found in the bodies.</summary>
internal sealed class OtlpRequests(IReadOnlyList<SunkRequest> requests)
{
    /// <summary>Whether spans, metrics or logs hold a text.</summary>
    public bool Has(string signal, string text) => Of(signal).Any(body => body.Contains(text, StringComparison.Ordinal));

    /// <summary>All that was sent of one signal.</summary>
    public IEnumerable<string> Of(string signal) =>
        requests.Where(request => request.Path == $"/v1/{signal}").Select(request => request.Body);

    /// <summary>All headers of one name.</summary>
    public IEnumerable<string?> Headers(string name) => requests.Select(request => request.Headers.GetValueOrDefault(name)).Distinct();
}
