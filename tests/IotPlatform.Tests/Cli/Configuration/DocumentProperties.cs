using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IotPlatform.Cli.Configuration;
using IotPlatform.Cli.Files;
using IotPlatform.Cli.Names;

namespace IotPlatform.Tests.Cli.Configuration;

/// <summary>Whatever a platform has, its export changes nothing there, and makes the same on an empty one.</summary>
public sealed class DocumentProperties
{
    private static readonly Books Books = new(new Dictionary<string, NameBook>
    {
        ["group"] = new("group", [Named("g1", "Cellar"), Named("g2", "Twice"), Named("g3", "Twice"), Named("g4", "g1")]),
        ["profile"] = new("profile", [Named("p1", "no")]),
        ["device"] = new("device", [Named("d1", "Pump"), Named("d2", "d1")]) { WritesIds = true },
        ["rule"] = new("rule", [Named("r1", "Warm"), Named("r2", "007")]),
        ["channel"] = new("channel", [Named("c1", "Ops"), Named("c2", "Ops"), Named("c3", "On call")]),
    });

    // Seen red: descriptions left out of the members.
    [Property]
    public Property rules(bool isJson) => Prop.ForAll(Arb.From(Rule().ListOf()), texts => Holds(texts, ConfigurationKind.Rules, isJson));

    [Property]
    public Property policies(bool isJson) =>
        Prop.ForAll(Arb.From(Policy().ListOf()), texts => Holds(texts, ConfigurationKind.Policies, isJson));

    private static Property Holds(IEnumerable<string> texts, ConfigurationKind kind, bool isJson)
    {
        var resources = texts.Select(WithId).ToList();
        var file = new StringWriter();
        DocumentFile.Write(file, Document.All(resources, kind, Books), isJson);
        var documents = DocumentFile.Read(new StringReader(file.ToString()), isJson, kind.Name);

        var here = Planner.Of(documents, kind, resources, Books, replaces: false);
        var elsewhere = Planner.Of(documents, kind, [], Books, replaces: false);

        var same = here.Faults.Count == 0 && here.Items.All(item => item.Action == PlannedAction.Unchanged);
        var made = elsewhere.Items.Select(item => Said(item.Body)).Order(StringComparer.Ordinal);
        var wanted = resources.Select(Said).Order(StringComparer.Ordinal);
        return (same && elsewhere.Faults.Count == 0 && made.SequenceEqual(wanted)).Label(file.ToString());
    }

    private static JsonNode WithId(string text, int number)
    {
        var resource = Json.Parse(text)!;
        resource["id"] = $"x{number}";
        return resource;
    }

    // What a client may set, in an order of its own.
    private static string Said(JsonNode resource) => string.Join(',', resource.AsObject()
        .Where(member => member is { Key: not ("id" or "created_at" or "updated_at"), Value: not null })
        .OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}:{Json.Text(member.Value)}"));

    private static Gen<string> Rule() =>
        from name in Gen.Elements("Warm", "no", "1", "a: b", "Ü\\n")
        from description in Gen.Elements("null", "\"\"", "\"two\\nlines\"")
        from scope in Gen.Elements(
            """ "fleet","scope_device_id":null,"scope_group_id":null,"scope_profile_id":null """,
            """ "group","scope_device_id":null,"scope_group_id":"g1","scope_profile_id":null """,
            """ "group","scope_device_id":null,"scope_group_id":"g3","scope_profile_id":null """,
            """ "profile","scope_device_id":null,"scope_group_id":null,"scope_profile_id":"p1" """,
            """ "device","scope_device_id":"d1","scope_group_id":null,"scope_profile_id":null """)
        from config in Gen.Elements("{}", """{"field":"t","value":30.0,"clear_value":null,"x":[{"y":[]},"no"]}""", """{"value":"1e5"}""")
        from isOn in Gen.Elements("true", "false")
        select $$"""
            {"name":"{{name}}","description":{{description}},"rule_type":"threshold","scope_type":{{scope}},"config":{{config}},"severity":"info",
             "actions":["mark_unhealthy","create_alarm"],"cooldown_seconds":5,"is_enabled":{{isOn}},"auto_resolve":{{isOn}},
             "created_at":"x","updated_at":"y"}
            """;

    private static Gen<string> Policy() =>
        from name in Gen.Elements("Tell", "~", "2")
        from rules in Gen.Elements("null", """["r2"]""", """["r1"]""")
        from scope in Gen.Elements(
            """ "fleet","scope_ids":null """,
            """ "group","scope_ids":["g2","g4"] """,
            """ "device","scope_ids":["d1"] """)
        from grouping in Gen.Elements(
            """null,"group_wait_seconds":0,"group_interval_seconds":0""",
            """ "rule","group_wait_seconds":0,"group_interval_seconds":300""")
        from escalation in Gen.Elements("""null,"escalation_channel_ids":[]""", """60,"escalation_channel_ids":["c2"]""")
        select $$"""
            {"name":"{{name}}","description":null,"severity_filter":["info"],"rule_ids":{{rules}},"scope_type":{{scope}},"event_types":["resolved"],
             "channel_ids":["c1","c3"],"cooldown_seconds":0,"group_by":{{grouping}},"repeat_interval_seconds":null,
             "escalate_after_seconds":{{escalation}},"is_enabled":true}
            """;

    private static JsonObject Named(string id, string name) => new() { ["id"] = id, ["device_id"] = id, ["name"] = name };
}
