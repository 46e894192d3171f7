using System.Text.Json.Nodes;
using IotPlatform.Cli.Configuration;
using IotPlatform.Cli.Files;
using IotPlatform.Cli.Names;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli.Configuration;

public sealed class PlannerTests
{
    private const string Warm = """
        {"id":"r1","name":"Warm","description":null,"rule_type":"threshold","scope_type":"group","scope_device_id":null,"scope_group_id":"g1",
         "scope_profile_id":null,"config":{"field":"t","operator":">","value":30.0,"webhook_url":"https://a.b/c"},"severity":"critical",
         "actions":["create_alarm"],"cooldown_seconds":0,"is_enabled":true,"auto_resolve":false,"created_at":"2026-03-01T12:00:00Z"}
        """;

    [Theory]
    [InlineData("""{"name":"Warm"}""", PlannedAction.Unchanged)]
    [InlineData("""{"name":"Hot","id":"r1"}""", PlannedAction.Update)]
    [InlineData("""{"name":"Hot"}""", PlannedAction.Create)]
    [InlineData("""{"name":"Warm","id":"r9"}""", PlannedAction.Unchanged)]
    [InlineData("""{"name":"Warm","scope_group_id":"g1"}""", PlannedAction.Unchanged)]
    [InlineData("""{"name":"Warm","severity":null}""", PlannedAction.Update)]
    public void a_document_is_about_the_rule_of_its_id_or_else_of_its_name(string members, PlannedAction action)
    {
        var plan = Plan(Rule(members));

        plan.Faults.ShouldBeEmpty();
        plan.Items[0].Action.ShouldBe(action);
    }

    // Seen red: the whole rule sent.
    [Fact]
    public void only_what_differs_is_sent_and_masks_stand_for_what_is_stored()
    {
        var plan = Plan(Rule("""
            {"name":"Warm","cooldown_seconds":60,"config":{"field":"t","operator":">","value":31,"webhook_url":"********"}}
            """));

        Json.Text(plan.Items[0].Body).ShouldBe(
            """{"config":{"field":"t","operator":">","value":31,"webhook_url":"https://a.b/c"},"cooldown_seconds":60}""");
        plan.Items[0].Differences.Select(one => one.ToString()).ShouldBe(["~ config.value: 30.0 -> 31", "~ cooldown_seconds: 0 -> 60"]);
    }

    [Fact]
    public void a_new_rule_is_sent_with_ids_for_names()
    {
        var body = Plan(Rule("""{"name":"New"}""")).Items[0].Body;

        body["scope_group_id"]!.ToString().ShouldBe("g1");
        body.ContainsKey("scope_device_id").ShouldBeFalse();
    }

    // Seen red: actions compared in their order.
    [Fact]
    public void the_order_of_actions_does_not_matter()
    {
        var warm = JsonNode.Parse(Warm)!;
        warm["actions"] = new JsonArray("create_alarm", "send_webhook");
        var document = Rule("""{"actions":["send_webhook","create_alarm"]}""");

        Planner.Of(Documents(document), ConfigurationKind.Rules, [warm], Books, false).Items[0].Action.ShouldBe(PlannedAction.Unchanged);
    }

    [Theory]
    [InlineData("line 1: rule 'Warm': scope_group_id: names no group: 'Attic'", """{"name":"Warm","scope_group_id":"Attic"}""")]
    [InlineData("line 1: rule 'Warm': scope_group_id: 'Twice' is the name of 2 groups: g2, g3; give the id",
        """{"name":"Warm","scope_group_id":"Twice"}""")]
    [InlineData("line 1: rule 'New': config.webhook_url is a mask, and nothing is stored that it could stand for; write what is meant",
        """{"name":"New","config":{"webhook_url":"********"}}""")]
    [InlineData("line 2: rule 'A' is also at line 1; keep one, or give each an id", """{"name":"A"}""", """{"name":"A"}""")]
    [InlineData("line 1: rule 'A': rule_type is missing", """{"name":"A","rule_type":null}""")]
    [InlineData("line 1: rule 'A': actions must be a list, and is \"create_alarm\"", """{"name":"A","actions":"create_alarm"}""")]
    [InlineData("line 1: rule 'Warm': rule_type cannot change (~ rule_type: \"threshold\" -> \"offline\"); --replace makes it anew and deletes the old one",
        """{"name":"Warm","rule_type":"offline"}""")]
    public void what_is_wrong_is_said_before_anything_is_written(string fault, params string[] documents) =>
        Plan([.. documents.Select(Rule)]).Faults.ShouldBe([fault]);

    [Fact]
    public void a_name_that_two_rules_have_is_refused_with_both_ids()
    {
        var twin = JsonNode.Parse(Warm)!;
        twin["id"] = "r2";

        Planner.Of(Documents(Rule("""{"name":"Warm"}""")), ConfigurationKind.Rules, [JsonNode.Parse(Warm)!, twin], Books, false).Faults
            .ShouldHaveSingleItem().ShouldStartWith("line 1: rule 'Warm': there are 2 of that name: r1, r2;");
    }

    // Seen red: exported without ids.
    [Fact]
    public void rules_of_one_name_are_exported_with_their_ids()
    {
        var twin = JsonNode.Parse(Warm)!;
        twin["id"] = "r2";
        IReadOnlyList<JsonNode> rules = [JsonNode.Parse(Warm)!, twin];

        var plan = Planner.Of(
            Documents([.. Document.All(rules, ConfigurationKind.Rules, Books)]), ConfigurationKind.Rules, rules, Books, false);

        plan.Faults.ShouldBeEmpty();
        plan.Items.ShouldAllBe(item => item.Action == PlannedAction.Unchanged);
    }

    [Fact]
    public void what_is_for_life_is_replaced_when_that_is_asked_for()
    {
        var documents = Documents(Rule("""{"name":"Warm","rule_type":"offline"}"""));

        var plan = Planner.Of(documents, ConfigurationKind.Rules, [JsonNode.Parse(Warm)!], Books, replaces: true);

        plan.Items[0].Action.ShouldBe(PlannedAction.Replace);
        plan.Items[0].Body["rule_type"]!.ToString().ShouldBe("offline");
    }

    [Fact]
    public void what_the_file_does_not_name_is_to_be_deleted() =>
        Plan().Items.Select(item => (item.Action, item.Id)).ShouldBe([(PlannedAction.Delete, "r1")]);

    private static Books Books { get; } = new(new Dictionary<string, NameBook>
    {
        ["group"] = new("group", [Named("g1", "Cellar"), Named("g2", "Twice"), Named("g3", "Twice")]),
        ["profile"] = new("profile", []),
        ["device"] = new("device", []) { WritesIds = true },
    });

    private static Plan Plan(params JsonObject[] documents) =>
        Planner.Of(Documents(documents), ConfigurationKind.Rules, [JsonNode.Parse(Warm)!], Books, replaces: false);

    private static IReadOnlyList<Document> Documents(params JsonObject[] documents) =>
        [.. documents.Select((members, at) => new Document(members.DeepClone().AsObject(), $"line {at + 1}"))];

    // The rule that the platform has, but for what the test says.
    private static JsonObject Rule(string members)
    {
        var rule = Document.All([JsonNode.Parse(Warm)!], ConfigurationKind.Rules, Books)[0].DeepClone().AsObject();
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject()) rule[name] = value?.DeepClone();
        return rule;
    }

    private static JsonObject Named(string id, string name) => new() { ["id"] = id, ["name"] = name };
}
