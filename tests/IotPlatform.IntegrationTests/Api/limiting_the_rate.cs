using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Api;

[Collection(GuardedPlatformTests.Name)]
public sealed class limiting_the_rate(GuardedPlatform platform)
{
    private const int Many = 4 * GuardedPlatform.Burst;

    [Fact]
    public async Task beyond_the_limit_a_key_is_refused_and_told_when_to_come_again()
    {
        var customer = await platform.NewCustomerAsync();
        for (var i = 0; i < GuardedPlatform.Burst; i++) (await customer.Api.GetAsync("devices")).Is(200);

        var refused = await GuardedPlatform.TireAsync(customer.Api);

        refused.IsProblem(429, "rate_limited");
        var wait = refused.Headers.RetryAfter!.Delta!.Value;
        wait.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        // A second more, as the last refusal may have been on its way when the wait was over.
        await Poll.UntilAsync(async () => (await customer.Api.GetAsync("devices")).Status is 200, "it passes again", wait.TotalSeconds + 1);
    }

    [Fact]
    public async Task a_customers_other_key_is_not_held_up()
    {
        var customer = await platform.NewCustomerAsync();
        await GuardedPlatform.TireAsync(customer.Api);
        (await platform.As((await platform.NewKeyAsync(customer.Id)).Text).GetAsync("devices")).Is(200);
    }

    [Fact]
    public async Task whatever_the_key_asks_counts()
    {
        var customer = await platform.NewCustomerAsync();
        var statuses = new List<int>();
        for (var i = 0; i < GuardedPlatform.Burst; i++)
        {
            statuses.Add((await customer.Api.SendAsync(HttpMethod.Head, "devices")).Status);
            statuses.Add((await customer.Api.GetAsync("no-such-thing")).Status);
            statuses.Add((await customer.Api.PostAsync("devices", "{}")).Status);
        }
        statuses.Distinct().Order().ShouldBe([200, 404, 422, 429]);
    }

    [Fact]
    public async Task asking_which_methods_a_path_takes_does_not_count()
    {
        var customer = await platform.NewCustomerAsync();
        for (var i = 0; i < Many; i++) (await customer.Api.SendAsync(HttpMethod.Options, "devices")).Is(204);
        for (var i = 0; i < GuardedPlatform.Burst; i++) (await customer.Api.GetAsync("devices")).Is(200);
    }

    [Theory]
    [InlineData("/health/live", 200)]
    [InlineData("/v1/iot/devices", 401)]
    public async Task what_comes_without_a_key_is_not_limited(string path, int status)
    {
        for (var i = 0; i < Many; i++)
        {
            using var answer = await platform.Http.GetAsync(path);
            ((int)answer.StatusCode).ShouldBe(status);
        }
    }

    [Fact]
    public async Task a_device_that_posts_with_credentials_of_its_own_is_not_limited_and_uses_up_no_keys_limit()
    {
        var customer = await platform.NewCustomerAsync();
        var device = await customer.RegisterAsync();
        var login = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{device.Username}:{device.Password}"));
        for (var i = 0; i < Many; i++)
        {
            (await platform.As(null).SendAsync(HttpMethod.Post, "devices/pump-1/telemetry", """{"a":1}""", ("Authorization", $"Basic {login}"))).Is(200);
        }
        (await customer.Api.GetAsync("devices")).Is(200);
    }
}
