using System.Text.Json;
using IotPlatform.Commands;
using IotPlatform.Platform;
using Marten;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Commands;

public sealed class sending_a_command(PlatformFixture platform) : PlatformTest(platform)
{
    private const string Commands = "devices/pump-1/commands";

    [Fact]
    public async Task the_answer_is_the_command_and_where_it_is()
    {
        await Customer.RegisterAsync();
        var sent = await Customer.QueueAsync("valve.open-1_A", """ "payload": {"b": 1.50, "a":[ null ]}, "ttl_seconds":60 """);

        sent.Headers.Location!.ToString().ShouldBe($"/v1/iot/{Commands}/{sent.Id}");
        sent.ETag.ShouldBe("\"1\"");
        Guid.Parse(sent.Id).Version.ShouldBe(7);
        sent.Json.EnumerateObject().Select(member => member.Name).Order().ShouldBe(
        [
            "attempts", "created_at", "delivered_at", "device_id", "expired_at", "expires_at", "id", "name", "payload", "queued_at", "sent_at",
            "status", "ttl_seconds", "updated_at",
        ]);
        (sent.Member("device_id"), sent.Member("name"), sent.Member("status")).ShouldBe(("pump-1", "valve.open-1_A", "queued"));
        sent["payload"].GetRawText().ShouldBe("""{"b": 1.50, "a":[ null ]}""");
        (sent["attempts"].GetInt32(), sent["ttl_seconds"].GetInt32()).ShouldBe((0, 60));
        (sent["expires_at"].GetDateTime() - sent["queued_at"].GetDateTime()).ShouldBe(TimeSpan.FromSeconds(60));
        sent["sent_at"].ValueKind.ShouldBe(JsonValueKind.Null);

        var read = (await Api.GetAsync($"{Commands}/{sent.Id}")).Is(200);
        JsonElement.DeepEquals(read.Json, sent.Json).ShouldBeTrue(read.Text);
        read["payload"].GetRawText().ShouldBe(sent["payload"].GetRawText());
    }

    [Theory]
    [InlineData("", "null")]
    [InlineData("\"payload\":null", "null")]
    [InlineData("\"payload\":\"on\"", "\"on\"")]
    [InlineData("\"payload\":17", "17")]
    public async Task a_payload_is_any_json_or_none(string members, string payload)
    {
        await Customer.RegisterAsync();
        var sent = await Customer.QueueAsync("set", members);
        sent["payload"].GetRawText().ShouldBe(payload);
        sent["ttl_seconds"].GetInt32().ShouldBe(86_400);
        (await Api.GetAsync($"{Commands}/{sent.Id}"))["payload"].GetRawText().ShouldBe(payload);
    }

    [Theory]
    [InlineData("""{"payload":1}""", "name")]
    [InlineData("""{"name":"a/b"}""", "name")]
    [InlineData("""{"name":"+"}""", "name")]
    [InlineData("""{"name":"","ttl_seconds":0}""", "name", "ttl_seconds")]
    [InlineData("""{"name":"a","ttl_seconds":604801}""", "ttl_seconds")]
    [InlineData("""{"name":"a","payload":"\u0000"}""", "payload")]
    public async Task what_is_wrong_is_named(string body, params string[] faults)
    {
        await Customer.RegisterAsync();
        (await Api.PostAsync(Commands, body)).IsInvalid(faults);
    }

    [Fact]
    public async Task a_payload_has_up_to_64_kib()
    {
        await Customer.RegisterAsync();
        await Customer.QueueAsync("a", $"\"payload\":\"{new string('x', (64 * 1024) - 2)}\"");
        (await Api.PostAsync(Commands, $$"""{"name":"a","payload":"{{new string('x', (64 * 1024) - 1)}}"}""")).IsInvalid("payload");
    }

    [Fact]
    public async Task the_device_must_be_there_and_active()
    {
        (await Api.PostAsync(Commands, """{"name":"a"}""")).IsProblem(404, "not_found");
        (await Api.GetAsync(Commands)).IsProblem(404, "not_found");
        await Customer.RegisterAsync(members: "\"is_active\":false");
        (await Api.PostAsync(Commands, """{"name":"a"}""")).IsProblem(409, "invalid_state");
        (await Api.GetAsync(Commands)).Is(200).Total.ShouldBe(0);
    }

    [Fact]
    public async Task a_command_is_found_under_its_device_alone()
    {
        await Customer.RegisterAsync();
        await Customer.RegisterAsync("pump-2");
        var sent = await Customer.QueueAsync();
        (await Api.GetAsync($"devices/pump-2/commands/{sent.Id}")).IsProblem(404, "not_found");
        (await Api.GetAsync("devices/pump-2/commands")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task the_list_is_newest_first_and_can_be_filtered_by_status()
    {
        await Customer.RegisterAsync();
        foreach (var name in new[] { "a", "b", "c" }) await Customer.QueueAsync(name);
        (await Api.GetAsync(Commands)).Is(200).Each("commands", "name").ShouldBe(["c", "b", "a"]);
        (await Api.GetAsync($"{Commands}?status=queued,sent&page_size=1")).Total.ShouldBe(3);
        (await Api.GetAsync($"{Commands}?status=delivered")).Total.ShouldBe(0);
        (await Api.GetAsync($"{Commands}?status=lost")).IsInvalid("status");
    }

    [Fact]
    public async Task a_device_has_at_most_a_thousand_open_commands()
    {
        await Customer.RegisterAsync();
        await using (var session = Sessions.Open(Platform.Get<IDocumentStore>(), Caller.System(Customer.Id), "many commands"))
        {
            var now = SystemClock.Instance.GetCurrentInstant();
            for (var i = 0; i < CommandAdmission.MaxOpen - 1; i++)
            {
                var id = Ids.New(now);
                session.Events.StartStream<DeviceCommand>(
                    id, new CommandQueued(id, "pump-1", "a", null, 600, now + Duration.FromMinutes(10), now));
            }
            await session.SaveChangesAsync();
        }

        var racing = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Api.PostAsync(Commands, """{"name":"a"}""")));
        racing.Count(answer => answer.Status == 201).ShouldBe(1);
        racing.First(answer => answer.Status != 201).IsProblem(409, "invalid_state").Member("detail")!.ShouldContain("1000 commands");
        (await Api.GetAsync(Commands)).Total.ShouldBe(CommandAdmission.MaxOpen);
    }

    [Fact]
    public async Task with_the_device_go_its_open_commands_and_each_can_still_be_read()
    {
        await Customer.RegisterAsync();
        var sent = await Customer.QueueAsync();
        (await Api.DeleteAsync("devices/pump-1")).Is(204);
        (await Api.GetAsync($"{Commands}/{sent.Id}")).Is(200).Member("status").ShouldBe("cancelled");

        var device = await Customer.RegisterAsync();
        using var listener = await CommandListener.SubscribeAsync(device, Platform.MqttPort);
        (await listener.IsQuietAsync()).ShouldBeTrue("the command was for the device that is gone");
    }
}
