using IotPlatform.Accounts;
using IotPlatform.Platform;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Api;

public sealed class authenticating_a_request(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task without_a_key_it_is_refused_and_told_how_to_authenticate()
    {
        var answer = await Platform.As(null).GetAsync("devices");
        answer.IsProblem(401, "unauthorized");
        answer.Headers.WwwAuthenticate.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("iot_abcdefghij_0000000000000000000000000000000000000000000")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("iot_")]
    [InlineData("iot_abcdefghij_")]
    [InlineData("a key with blanks")]
    [InlineData("';drop table mt_events;--")]
    public async Task with_an_unknown_or_malformed_key_it_is_refused(string key)
    {
        var answer = await Platform.As(null).SendAsync(HttpMethod.Get, "devices", null as string, ("X-API-Key", key));
        answer.IsProblem(401, "unauthorized");
        answer.Headers.WwwAuthenticate.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task with_a_key_that_differs_in_its_secret_alone_it_is_refused()
    {
        var wrong = Customer.Key.Text[..^1] + (Customer.Key.Text[^1] == 'A' ? 'B' : 'A');
        (await Platform.As(wrong).GetAsync("devices")).IsProblem(401, "unauthorized");
    }

    [Fact]
    public async Task with_an_expired_key_it_is_refused()
    {
        var key = await Platform.NewKeyAsync(Customer.Id, SystemClock.Instance.GetCurrentInstant() - Duration.FromSeconds(1));
        (await Platform.As(key.Text).GetAsync("devices")).IsProblem(401, "unauthorized");
    }

    [Fact]
    public async Task a_key_works_until_it_expires()
    {
        var key = await Platform.NewKeyAsync(Customer.Id, SystemClock.Instance.GetCurrentInstant() + Duration.FromSeconds(2));
        (await Platform.As(key.Text).GetAsync("devices")).Is(200);
        await Poll.UntilAsync(async () => (await Platform.As(key.Text).GetAsync("devices")).Status is 401, "the key expires", 5);
    }

    [Fact]
    public async Task a_key_that_another_process_revokes_stops_working_within_a_second()
    {
        var key = await Platform.NewKeyAsync(Customer.Id);
        var api = Platform.As(key.Text);
        (await api.GetAsync("devices")).Is(200);
        await using var process = Platform.Build();
        var accounts = process.Services.GetRequiredService<AccountStore>();

        (await accounts.RevokeKeyAsync(key.Lookup, default)).ShouldNotBeNull();

        await Poll.UntilAsync(async () => (await api.GetAsync("devices")).Status is 401, "the revoked key stops working", 1);
        (await Api.GetAsync("devices")).Is(200);
    }

    [Fact]
    public async Task a_key_that_another_process_creates_works_at_once_even_if_it_was_tried_before()
    {
        var secret = ApiKeySecret.New();
        (await Platform.As(secret.Text).GetAsync("devices")).Is(401);
        await using var process = Platform.Build();

        await process.Services.GetRequiredService<AccountStore>().CreateKeyAsync(secret, Customer.Id, [ApiKey.Read], null, default);

        (await Platform.As(secret.Text).GetAsync("devices")).Is(200);
    }

    [Fact]
    public async Task a_key_that_may_only_read_is_refused_all_but_reading()
    {
        await Customer.RegisterAsync();
        var key = await Platform.NewKeyAsync(Customer.Id, null, ApiKey.Read);
        var api = Platform.As(key.Text);

        (await api.GetAsync("devices/pump-1")).Is(200);
        (await api.PostAsync("devices", """{"name":"Pump"}""")).IsProblem(403, "forbidden");
        (await api.PatchAsync("devices/pump-1", """{"name":"Pump"}""")).IsProblem(403, "forbidden");
        (await api.DeleteAsync("devices/pump-1")).IsProblem(403, "forbidden");
        (await Api.GetAsync("devices/pump-1")).Is(200);
    }

    [Fact]
    public async Task a_key_that_may_only_write_is_refused_reading()
    {
        var api = Platform.As((await Platform.NewKeyAsync(Customer.Id, null, ApiKey.Write)).Text);
        (await api.PostAsync("devices", """{"name":"Pump"}""")).Is(201);
        (await api.GetAsync("devices")).IsProblem(403, "forbidden");
    }

    [Fact]
    public async Task a_key_of_another_service_is_refused()
    {
        var secret = ApiKeySecret.New();
        await using var session = Sessions.Open(Platform.Get<IDocumentStore>(), Caller.System(AccountStore.Tenant), "test");
        session.Events.StartStream<ApiKey>(secret.Lookup, new ApiKeyCreated(
            secret.Lookup, Customer.Id, secret.Hash, ["billing"], [ApiKey.Read, ApiKey.Write], null, SystemClock.Instance.GetCurrentInstant()));
        await session.SaveChangesAsync();

        (await Platform.As(secret.Text).GetAsync("devices")).IsProblem(403, "forbidden");
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    public async Task a_bearer_token_serves_as_well(string scheme) =>
        (await Platform.As(null).SendAsync(HttpMethod.Get, "devices", null as string, ("Authorization", $"{scheme} {Customer.Key.Text}")))
            .Is(200);

    [Fact]
    public async Task the_key_header_wins_over_a_bearer_token()
    {
        await Customer.RegisterAsync();
        var other = await Platform.NewCustomerAsync();
        var both = await Api.SendAsync(HttpMethod.Get, "devices", null as string, ("Authorization", $"Bearer {other.Key.Text}"));
        both.Is(200).Total.ShouldBe(1);
        var reversed = await other.Api.SendAsync(
            HttpMethod.Get, "devices", null as string, ("Authorization", $"Bearer {Customer.Key.Text}"));
        reversed.Is(200).Total.ShouldBe(0);
    }
}
