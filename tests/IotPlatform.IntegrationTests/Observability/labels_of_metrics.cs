using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Observability;

[Collection(WatchedPlatformTests.Name)]
public sealed class labels_of_metrics(WatchedPlatform platform)
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["severity"] = ["critical", "warning", "info"],
        ["projection"] = ["ReadModels", "Notifications"],
        ["transport"] = ["5.0/tcp", "5.0/tls", "5.0/ws", "5.0/wss", "3.1.1/tcp", "3.1.1/tls", "3.1.1/ws", "3.1.1/wss"],
        ["channel_type"] = ["webhook", "slack", "teams", "email", "sms"],
        ["outcome"] = ["sent", "retrying", "failed", "skipped"],
        ["what"] = ["observation", "verdict"],
        ["reason"] =
        [
            "bad_user_name_or_password", "client_disconnected", "connection_lost", "keep_alive_timeout", "not_a_scalar", "malformed_json", "unknown_topic",
            "invalid_utf8", "not_an_object", "empty",
        ],
        ["part"] = ["database", "schema", "projections", "mqtt", "ingest", "evaluator", "notifications", "disk", "stopping"],
    };

    private async Task<IReadOnlyList<MetricSample>> SamplesAsync() => MetricsText.Parse(await platform.MetricsAsync());

    // Seen red: with a reason that is not in the list.
    [Fact]
    public async Task are_words_from_a_list_whatever_devices_and_customers_are_called()
    {
        var ours = (await SamplesAsync()).Where(sample => sample.Name.StartsWith("iot_", StringComparison.Ordinal)).ToList();
        ours.Count.ShouldBeGreaterThan(50);
        ours.SelectMany(sample => sample.Labels.Where(label => label.Key != "le").Select(label => (sample.Name, label.Key, label.Value)))
            .Where(label => !Allowed.GetValueOrDefault(label.Key, []).Contains(label.Value)).ShouldBeEmpty();
    }

    [Fact]
    public async Task of_others_metrics_hold_no_name_that_comes_from_outside()
    {
        var page = await platform.MetricsAsync();
        page.ShouldContain("http_route=\"/v1/iot/devices/{device_id}/telemetry\"");
        platform.Run.Names.Concat(platform.Run.Secrets).Where(name => page.Contains(name, StringComparison.OrdinalIgnoreCase))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task prometheus_finds_nothing_wrong_with_the_page_after_all_that() =>
        (await Promtool.CheckMetricsAsync(await platform.MetricsAsync())).ShouldBe("");

    [Theory]
    [InlineData("iot_telemetry_messages_total", 16)]
    [InlineData("iot_telemetry_payload_errors_total", 8)]
    [InlineData("iot_mqtt_connects_total", 4)]
    [InlineData("iot_mqtt_disconnects_total", 4)]
    [InlineData("iot_mqtt_logins_refused_total", 4)]
    [InlineData("iot_mqtt_connections", 0)]
    [InlineData("iot_alarms_triggered_total", 4)]
    [InlineData("iot_alarms_open", 4)]
    [InlineData("iot_monitoring_rows_behind", 0)]
    [InlineData("iot_projections_events_behind", 0)]
    [InlineData("iot_telemetry_queue_depth", 0)]
    public Task tell_what_happened(string metric, double value) => Poll.UntilAsync(
        async () => await SamplesAsync() is var now && now.Any(sample => sample.Name == metric) && Fits(now.Sum(metric), value), $"{metric} is {value}");

    // What is counted may be more, by the neighbours' doing.
    private static bool Fits(double told, double expected) => expected == 0 ? told == 0 : told >= expected;
}
