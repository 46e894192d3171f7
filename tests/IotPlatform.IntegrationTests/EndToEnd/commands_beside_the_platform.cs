using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>Operators' commands, each a process of its own, while the platform runs on the same data directory.</summary>
[Collection(FreshPlatformTests.Name)]
public sealed class commands_beside_the_platform(FreshPlatform platform)
{
    [Fact]
    public async Task a_customer_and_a_key_that_are_made_there_work_at_once_and_a_revoked_key_does_not()
    {
        var customer = await JsonAsync("customers", "create", "--name", "Acme GmbH", "--json");
        (customer.GetProperty("id").GetString(), customer.GetProperty("name").GetString()).ShouldBe(("acme-gmbh", "Acme GmbH"));
        (await JsonAsync("customers", "list", "--json")).EnumerateArray().Select(item => item.GetProperty("id").GetString())
            .ShouldBe(["default", "acme-gmbh"]);

        var key = await JsonAsync("keys", "create", "--customer", "Acme GmbH", "--json");
        var api = new ApiClient(platform.Process.Http, key.GetProperty("key").GetString());
        (await api.PostAsync("devices", """{"device_id":"pump-1","name":"Pump"}""")).Is(201);
        (await platform.Process.Api.GetAsync("devices/pump-1")).Is(404);

        var listed = (await JsonAsync("keys", "list", "--customer", "acme-gmbh", "--json")).EnumerateArray().ToList();
        listed.Select(item => item.GetProperty("customer").GetString()).ShouldBe(["acme-gmbh"]);
        JsonSerializer.Serialize(listed).ShouldNotContain(key.GetProperty("key").GetString()!);

        await platform.Process.CommandAsync("keys", "revoke", key.GetProperty("id").GetString()!, "--json");
        await Poll.UntilAsync(async () => (await api.GetAsync("devices")).Status is 401, "the revoked key stops working", 1);
    }

    [Fact]
    public async Task a_key_that_may_only_read_is_made_so()
    {
        var key = await JsonAsync("keys", "create", "--customer", "default", "--permissions", "read", "--json");
        var api = new ApiClient(platform.Process.Http, key.GetProperty("key").GetString());
        (await api.GetAsync("devices")).Is(200);
        (await api.PostAsync("devices", """{"name":"x"}""")).IsProblem(403, "forbidden");
    }

    [Fact]
    public async Task a_customer_changes_plans_is_suspended_and_resumed_while_the_platform_runs()
    {
        await platform.Process.CommandAsync("customers", "create", "--name", "Plan GmbH", "--plan", "free");
        var key = await JsonAsync("keys", "create", "--customer", "plan-gmbh", "--json");
        var api = new ApiClient(platform.Process.Http, key.GetProperty("key").GetString());
        (await api.GetAsync("subscription")).Is(200).Json.GetProperty("device_limit").GetInt32().ShouldBe(10);

        (await platform.Process.CommandAsync("customers", "plan", "Plan GmbH", "starter")).ShouldContain("100 devices");
        await Poll.UntilAsync(
            async () => (await api.GetAsync("subscription")).Json.GetProperty("device_limit").GetInt32() == 100, "the plan is heard of", 2);

        await platform.Process.CommandAsync("customers", "suspend", "plan-gmbh", "--reason", "An invoice is open");
        await Poll.UntilAsync(async () => (await api.PostAsync("devices", """{"name":"x"}""")).Status is 403, "writing ends", 2);
        (await api.GetAsync("subscription")).Is(200).Json.GetProperty("status").GetString().ShouldBe("suspended");
        (await JsonAsync("customers", "list", "--json")).EnumerateArray()
            .Single(one => one.GetProperty("id").GetString() == "plan-gmbh").GetProperty("suspension_reason").GetString()
            .ShouldBe("An invoice is open");

        await platform.Process.CommandAsync("customers", "resume", "plan-gmbh");
        await Poll.UntilAsync(async () => (await api.PostAsync("devices", """{"name":"x"}""")).Status is 201, "writing goes on", 2);
        var (exitCode, _, errors) = await platform.Process.TryCommandAsync("customers", "plan", "plan-gmbh", "gold");
        exitCode.ShouldBe(1);
        errors.ShouldContain("There is no plan 'gold'; there are ");
    }

    [Fact]
    public async Task a_key_is_rotated_and_its_last_use_is_known()
    {
        var old = await JsonAsync("keys", "create", "--customer", "default", "--json");
        var id = old.GetProperty("id").GetString()!;
        var before = new ApiClient(platform.Process.Http, old.GetProperty("key").GetString());
        (await before.GetAsync("devices")).Is(200);

        var rotated = await JsonAsync("keys", "rotate", id, "--overlap", "1", "--json");

        rotated.GetProperty("old_id").GetString().ShouldBe(id);
        (await new ApiClient(platform.Process.Http, rotated.GetProperty("key").GetString()).GetAsync("devices")).Is(200);
        (await before.GetAsync("devices")).Is(200);
        (await platform.Process.CommandAsync("keys", "list")).Split('\n')[0].ShouldContain("LAST USED");
        var ended = await JsonAsync("keys", "rotate", rotated.GetProperty("id").GetString()!, "--overlap", "0", "--json");
        await Poll.UntilAsync(
            async () => (await new ApiClient(platform.Process.Http, rotated.GetProperty("key").GetString()).GetAsync("devices")).Status is 401,
            "a key that does not overlap ends", 2);
        (await new ApiClient(platform.Process.Http, ended.GetProperty("key").GetString()).GetAsync("devices")).Is(200);
    }

    [Fact]
    public async Task a_command_that_can_not_be_done_says_why_in_one_line()
    {
        var (exitCode, output, errors) = await platform.Process.TryCommandAsync("keys", "create", "--customer", "Nobody");
        exitCode.ShouldNotBe(0);
        output.ShouldBeEmpty();
        errors.Trim().ShouldStartWith("iot: There is no customer 'Nobody'");
        errors.Trim().Split('\n').Length.ShouldBe(1);
    }

    private async Task<JsonElement> JsonAsync(params string[] arguments) =>
        JsonElement.Parse(await platform.Process.CommandAsync(arguments));
}
