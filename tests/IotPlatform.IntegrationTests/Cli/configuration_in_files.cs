using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Cli;

public sealed class configuration_in_files(PlatformFixture platform) : TerminalTest(platform)
{
    private const string Rules = """
        - kind: rule
          name: Silent
          rule_type: missing_data
          config: {timeout_seconds: 600}
        - kind: rule
          name: Too warm
          rule_type: threshold
          scope_type: group
          scope_group_id: Pumps
          config: {field: temperature, operator: ">", value: 30.0}
          severity: critical
        """;

    [Fact]
    public async Task an_export_changes_nothing_here_and_makes_the_same_elsewhere()
    {
        await MakeAsync(Customer);
        (await RunAsync("rules", "export", "--out", PathOf("rules.yaml"))).ExitCode.ShouldBe(0);
        (await RunAsync("policies", "export", "--out", PathOf("policies.json"))).ExitCode.ShouldBe(0);

        (await RunAsync("rules", "import", PathOf("rules.yaml"))).Lines[^1]
            .ShouldBe("2 rules: 0 created, 0 updated, 2 unchanged, 0 deleted");
        (await RunAsync("policies", "import", PathOf("policies.json"))).Lines[^1]
            .ShouldBe("1 policy: 0 created, 0 updated, 1 unchanged, 0 deleted");
        var other = await Platform.NewCustomerAsync();
        await other.CreateGroupAsync();
        await other.CreateChannelAsync();
        (await PrintedTerminal.RunAsync(Platform, other, "rules", "import", PathOf("rules.yaml"))).ExitCode.ShouldBe(0);
        (await PrintedTerminal.RunAsync(Platform, other, "policies", "import", PathOf("policies.json"))).ExitCode.ShouldBe(0);

        (await PrintedTerminal.RunAsync(Platform, other, "rules", "export")).Output
            .ShouldBe(await File.ReadAllTextAsync(PathOf("rules.yaml")));
        (await PrintedTerminal.RunAsync(Platform, other, "policies", "export", "--format", "json")).Output
            .ShouldBe(await File.ReadAllTextAsync(PathOf("policies.json")));
    }

    [Fact]
    public async Task a_change_in_the_api_is_a_difference_and_an_import_takes_it_back()
    {
        await MakeAsync(Customer);
        var file = await FileAsync("rules.yaml", Rules);
        (await RunAsync("rules", "diff", file)).ShouldBe(new Printed(0, "", ""));
        var warm = await IdAsync("Too warm");
        (await Api.PutAsync($"rules/{warm}", """
            {"config":{"field":"temperature","operator":">","value":35},"description":"x","actions":["create_alarm","mark_unhealthy"]}
            """)).Is(200);

        var diff = await RunAsync("rules", "diff", file);
        var json = await RunAsync("rules", "diff", file, "--json");
        await RunAsync("rules", "import", file);

        diff.ExitCode.ShouldBe(1);
        diff.Lines.ShouldBe(
        [
            "~ rule Too warm",
            "    - description: \"x\"",
            "    ~ config.value: 35 -> 30.0",
            "    - actions: \"mark_unhealthy\"",
        ]);
        json.ExitCode.ShouldBe(1);
        JsonElement.Parse(json.Output)[0].GetProperty("differences")[1].GetRawText().ShouldContain("\"config.value\"");
        (await Api.GetAsync($"rules/{warm}"))["config"].GetProperty("value").GetRawText().ShouldBe("30.0");
        (await RunAsync("rules", "diff", file)).ExitCode.ShouldBe(0);
    }

    // Seen red: a dry run carried out.
    [Fact]
    public async Task pruning_deletes_what_the_file_does_not_name_and_only_when_told_so()
    {
        await MakeAsync(Customer);
        var other = await Customer.CreateRuleAsync();
        var file = await FileAsync("rules.yaml", Rules.Replace("600", "900", StringComparison.Ordinal));

        var dry = await RunAsync("rules", "import", file, "--prune", "--dry-run");
        (await Api.GetAsync($"rules/{other}")).Is(200);
        var pruned = await RunAsync("rules", "import", file, "--prune", "--yes");

        dry.Lines[^1].ShouldBe("3 rules: 0 to be created, 1 to be updated, 1 unchanged, 1 to be deleted");
        pruned.Lines[^1].ShouldBe("3 rules: 0 created, 1 updated, 1 unchanged, 1 deleted");
        (await Api.GetAsync($"rules/{other}")).Is(404);
    }

    // Seen red: rules not tried before they are written.
    [Fact]
    public async Task nothing_is_written_of_a_file_with_a_fault()
    {
        var file = await FileAsync("rules.yaml", Rules
            .Replace("\">\"", "\"=>\"", StringComparison.Ordinal)
            .Replace("  scope_type: group\n  scope_group_id: Pumps\n", "", StringComparison.Ordinal));

        var printed = await RunAsync("rules", "import", file);

        printed.ExitCode.ShouldBe(1);
        printed.Errors.ShouldContain("rule 'Too warm': config.operator must be one of");
        (await Api.GetAsync("rules")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task what_is_for_life_is_replaced_when_that_is_asked_for()
    {
        await MakeAsync(Customer);
        var before = await IdAsync("Silent");
        var file = await FileAsync("rules.yaml", "name: Silent\nrule_type: offline\nconfig: {}\n");

        var refused = await RunAsync("rules", "import", file);
        var replaced = await RunAsync("rules", "import", file, "--replace");

        refused.ExitCode.ShouldBe(1);
        refused.Errors.ShouldContain(
            """line 1: rule 'Silent': rule_type cannot change (~ rule_type: "missing_data" -> "offline"); --replace""");
        replaced.Lines[^1].ShouldBe("1 rule: 0 created, 0 updated, 1 replaced, 0 unchanged, 0 deleted");
        (await Api.GetAsync($"rules/{before}")).Is(404);
        (await Api.GetAsync($"rules/{await IdAsync("Silent")}")).Member("rule_type").ShouldBe("offline");
    }

    [Fact]
    public async Task a_policy_that_groups_no_more_is_what_the_file_says()
    {
        await MakeAsync(Customer);
        var file = await FileAsync(
            "policies.yaml", "name: Tell ops\nrule_ids: [Too warm]\nscope_type: group\nscope_ids: [Pumps]\nchannel_ids: [Ops]\n");

        var printed = await RunAsync("policies", "import", file);

        printed.ExitCode.ShouldBe(0, printed.Errors);
        (await RunAsync("policies", "diff", file)).ShouldBe(new Printed(0, "", ""));
    }

    private async Task MakeAsync(TestCustomer customer)
    {
        await customer.CreateGroupAsync();
        await customer.CreateChannelAsync();
        (await RunAsync("rules", "import", await FileAsync("made.yaml", Rules))).ExitCode.ShouldBe(0);
        var policies = await FileAsync("made-policies.yaml", """
            name: Tell ops
            rule_ids: [Too warm]
            scope_type: group
            scope_ids: [Pumps]
            channel_ids: [Ops]
            group_by: device
            group_wait_seconds: 10
            escalate_after_seconds: 600
            escalation_channel_ids: [Ops]
            """);
        var printed = await RunAsync("policies", "import", policies);
        printed.ExitCode.ShouldBe(0, printed.Errors);
    }

    private async Task<string> IdAsync(string name) =>
        (await Api.GetAsync("rules")).Items("rules")
            .Single(rule => rule.GetProperty("name").GetString() == name).GetProperty("id").GetString()!;
}
