using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications;

public sealed class the_record_of_deliveries(ClockedPlatform platform) : NotifiedTest(platform)
{
    [Fact]
    public async Task it_is_paged_newest_first_by_pages_or_by_limit_and_offset()
    {
        await PolicyAsync("", await WebhookAsync());
        for (var device = 0; device < 5; device++) await OverheatAsync($"pump-{device}");
        var oldestFirst = Each(await DeliveriesAsync("status=sent", 5), "device_id").ToList();
        oldestFirst.ShouldBe(["pump-0", "pump-1", "pump-2", "pump-3", "pump-4"]);
        var page = (await Api.GetAsync("notifications/deliveries?page=2&page_size=2")).Is(200);
        page.Each("deliveries", "device_id").ShouldBe(["pump-2", "pump-1"]);
        (page.Total, page["page"].GetInt32(), page["page_size"].GetInt32()).ShouldBe((5, 2, 2));
        var slice = (await Api.GetAsync("notifications/deliveries?limit=2&offset=3")).Is(200);
        slice.Each("deliveries", "device_id").ShouldBe(["pump-1", "pump-0"]);
        (slice.Total, slice["page"].GetInt32(), slice["page_size"].GetInt32()).ShouldBe((5, 2, 2));
        (await Api.GetAsync("notifications/deliveries?offset=99")).Is(200).Items("deliveries").ShouldBeEmpty();
    }

    [Fact]
    public async Task it_is_filtered_by_all_that_tells_deliveries_apart()
    {
        var channel = await WebhookAsync();
        var policy = await PolicyAsync("", channel);
        await WebhookAsync("/other");
        var alarm = await OverheatAsync();
        (await Api.PostAsync($"alarms/{alarm}/resolve")).Is(200);
        var created = (await DeliveriesAsync("status=sent,failed", 2))[1].GetProperty("created_at").GetString();
        foreach (var filter in new[]
        {
            "channel_type=webhook", "status=sent&status=failed", $"channel_id={channel}", $"policy_id={policy}", $"alarm_id={alarm}",
            "created_after=2026-01-01T00:00:00Z",
        })
            (await Api.GetAsync($"notifications/deliveries?{filter}")).Is(200).Total.ShouldBe(2, filter);
        foreach (var filter in new[] { "event_type=resolved", $"created_after={created}", $"created_before={created}" })
            (await Api.GetAsync($"notifications/deliveries?{filter}")).Is(200).Total.ShouldBe(1, filter);
        foreach (var filter in new[] { "channel_type=email", "status=failed", "channel_id=x", "policy_id=x", "alarm_id=x", "created_before=2026-01-01T00:00:00Z" })
            (await Api.GetAsync($"notifications/deliveries?{filter}")).Is(200).Total.ShouldBe(0, filter);
    }

    [Theory]
    [InlineData("status=gone", "status")]
    [InlineData("channel_type=pigeon", "channel_type")]
    [InlineData("event_type=x", "event_type")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("offset=-1", "offset")]
    [InlineData("created_after=yesterday", "created_after")]
    public async Task what_is_asked_wrongly_is_refused(string query, string field) =>
        (await Api.GetAsync($"notifications/deliveries?{query}")).IsInvalid(field);

    [Fact]
    public async Task one_delivery_is_found_by_its_customer_alone()
    {
        await PolicyAsync("", await WebhookAsync());
        await OverheatAsync();
        var delivery = (await DeliveriesAsync("status=sent", 1))[0];
        var id = delivery.GetProperty("id").GetString();
        (await Api.GetAsync($"notifications/deliveries/{id}")).Is(200).Text.ShouldBe(delivery.GetRawText());
        var another = (await Platform.NewCustomerAsync()).Api;
        (await another.GetAsync($"notifications/deliveries/{id}")).IsProblem(404, "not_found");
        (await another.PostAsync($"notifications/deliveries/{id}/retry")).IsProblem(404, "not_found");
        (await another.GetAsync("notifications/deliveries")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task a_test_is_made_signed_and_recorded_like_a_real_message_also_on_a_disabled_channel()
    {
        var channel = await WebhookAsync("/hook", "\"is_enabled\":false");
        var test = (await Api.PostAsync($"notifications/channels/{channel}/test")).Is(200);
        (test["success"].GetBoolean(), test.Member("channel_id"), test.Member("status"), test["response_code"].GetInt32())
            .ShouldBe((true, channel, "sent", 200));
        var got = Sink.At("/hook").ShouldHaveSingleItem();
        (got.Type, got.Id).ShouldBe(("alarm.test", test.Member("delivery_id")));
        got.Headers.Keys.ShouldContain("webhook-signature");
        got.Body.GetProperty("data").EnumerateObject().Select(member => member.Name).ShouldBe(["alarm", "device", "rule"]);
        var recorded = (await DeliveriesAsync("event_type=test", 1))[0];
        (recorded.GetProperty("id").GetString(), recorded.GetProperty("status").GetString()).ShouldBe((test.Member("delivery_id"), "sent"));
    }

    [Fact]
    public async Task a_test_that_fails_says_why_and_is_not_repeated()
    {
        Sink.Answer("/hook", 500);
        var channel = await WebhookAsync();
        var test = (await Api.PostAsync($"notifications/channels/{channel}/test")).Is(200);
        (test["success"].GetBoolean(), test.Member("status"), test["response_code"].GetInt32()).ShouldBe((false, "failed", 500));
        test.Member("error").ShouldNotBeNullOrEmpty();
        (await Api.PostAsync($"notifications/deliveries/{test.Member("delivery_id")}/retry")).IsProblem(409, "invalid_state");
    }
}
