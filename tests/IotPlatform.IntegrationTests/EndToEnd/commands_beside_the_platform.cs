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
    public async Task a_command_that_can_not_be_done_says_why_in_one_line()
    {
        var (exitCode, output, errors) = await platform.Process.TryCommandAsync("keys", "create", "--customer", "Nobody");
        exitCode.ShouldNotBe(0);
        output.ShouldBeEmpty();
        errors.Trim().ShouldStartWith("iot: There is no customer 'Nobody'");
        errors.Trim().Split('\n').Length.ShouldBe(1);
    }

    private async Task<JsonElement> JsonAsync(params string[] arguments) => JsonElement.Parse(await platform.Process.CommandAsync(arguments));
}
