using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Observability;

[Collection(WatchedPlatformTests.Name)]
public sealed partial class what_grafana_shows(WatchedPlatform platform)
{
    // Shown only after what the run does not do, or with the embedded database.
    private static readonly string[] Seldom =
    [
        "iot_monitoring_skipped_total", "iot_disk_free_bytes", "iot_disk_size_bytes", "iot_telemetry_dropped_values_total", "iot_telemetry_poison_rows_total",
        "iot_telemetry_commit_retries_total", "iot_mqtt_publishes_refused_total", "iot_alarms_resolved_total",
    ];

    private static string Docs => Path.Combine(Root(AppContext.BaseDirectory), "docs");

    // Seen red: with a metric renamed.
    [Theory]
    [InlineData("grafana/iot-platform.json")]
    [InlineData("grafana/alerts.yaml")]
    [InlineData("observability.md")]
    public async Task is_there_after_a_run(string file)
    {
        var names = Metric().Matches(await File.ReadAllTextAsync(Path.Combine(Docs, file))).Select(name => name.Value).Distinct().ToList();
        names.Count.ShouldBeGreaterThan(5);
        var samples = MetricsText.Parse(await platform.MetricsAsync());
        var shown = samples.Select(sample => sample.Name).Concat(samples.SelectMany(sample => sample.Labels.Keys)).ToHashSet();
        names.Where(name => !shown.Contains(name) && !shown.Contains($"{name}_count")).Except(Seldom).ShouldBeEmpty();
    }

    [Fact]
    public async Task no_metric_of_ours_goes_without_a_word_in_the_docs()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Docs, "observability.md"));
        MetricsText.Parse(await platform.MetricsAsync()).Select(sample => Suffix().Replace(sample.Name, "")).Distinct()
            .Where(name => name.StartsWith("iot_", StringComparison.Ordinal) && !page.Contains($"`{name}", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task prometheus_finds_nothing_wrong_with_the_alert_rules() =>
        (await Promtool.CheckRulesAsync(Path.Combine(Docs, "grafana", "alerts.yaml"))).ShouldBe("");

    [Fact]
    public async Task each_expression_is_one_that_prometheus_can_read()
    {
        var dashboard = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(Docs, "grafana", "iot-platform.json")));
        var expressions = dashboard.GetProperty("panels").EnumerateArray().Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!).ToList();
        expressions.Count.ShouldBeGreaterThan(20);
        var rules = expressions.Select((expression, n) =>
            $"- {{record: 'r:{n}', expr: '{expression.Replace("$__rate_interval", "5m", StringComparison.Ordinal)}'}}");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file, "groups: [{name: dashboard, rules: [" + string.Join(", ", rules.Select(rule => rule[2..])) + "]}]");
        (await Promtool.CheckRulesAsync(file)).ShouldBe("");
        File.Delete(file);
    }

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "IotPlatform.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);

    [GeneratedRegex("(?<![a-zA-Z_/])(iot|http_server|db_client|dotnet)_[a-z_]+[a-z](?![a-z_]*(=|!=))")]
    private static partial Regex Metric();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
