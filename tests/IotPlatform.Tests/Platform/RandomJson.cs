using FsCheck;
using FsCheck.Fluent;

namespace IotPlatform.Tests.Platform;

/// <summary>A JSON text such as a hostile client might send.</summary>
public sealed record JsonSample(string Text);

/// <summary>Random JSON over the members that requests know, with what parsers and stores trip over.</summary>
public static class RandomJson
{
    private static readonly string[] Names =
    [
        "channel_ids", "rule_ids", "scope_ids", "severity_filter", "event_types", "group_by", "group_wait_seconds", "escalate_after_seconds",
        "escalation_channel_ids", "matchers", "starts_at", "ends_at", "recurrence", "days", "from", "to", "time_zone", "comment",
        "device_id", "name", "description", "device_type", "metadata", "is_active", "tags", "note", "type", "rule_type", "scope_type",
        "scope_device_id", "config", "severity", "actions", "cooldown_seconds", "is_enabled", "auto_resolve", "field", "operator", "value",
        "duration", "consecutive", "clear_value", "profile_id", "device_ids", "expected_topics", "reporting_interval_seconds", "key", "label",
        "unit", "data_type", "channel_type", "url", "webhook_url", "recipients", "secret", "headers", "x", "", "\\ud800", "a\\u0000",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e400", "99999999999999999999", "\"\"", "\" \"", "\"a\"", "\"threshold\"", "\"device\"",
        "\"critical\"", "\"create_alarm\"", "\"webhook\"", "\"email\"", "\"https://example.com/a\"",
        "\"********\"", "\">\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"🌡\"", $"\"{new string('x', 1100)}\"",
    ];

    public static Arbitrary<JsonSample> Any() => Arb.From(Gen.Sized(size => Value(Math.Min(size, 4))).Select(text => new JsonSample(text)));

    private static Gen<string> Value(int depth) => depth == 0
        ? Gen.Elements(Scalars)
        : Gen.Frequency((2, Gen.Elements(Scalars)), (1, Items(depth)), (4, Object(depth)));

    private static Gen<string> Items(int depth) => Value(depth - 1).ListOf().Select(items => $"[{string.Join(',', items)}]");

    private static Gen<string> Object(int depth) => Member(depth).ListOf().Select(members => $"{{{string.Join(',', members)}}}");

    private static Gen<string> Member(int depth) =>
        from name in Gen.Elements(Names)
        from value in Value(depth - 1)
        select $"\"{name}\":{value}";
}
