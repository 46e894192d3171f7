using IotPlatform.Accounts;
using IotPlatform.Hosting;
using IotPlatform.Platform;
using IotPlatform.Projections;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Projections;

/// <summary>Two nodes over one database, which may each do everything but project at the same time.</summary>
public sealed class two_nodes(PlatformFixture first) : IClassFixture<PlatformFixture>
{
    [Fact]
    public async Task what_is_written_on_one_is_read_on_the_other_with_its_sequence()
    {
        var customer = await first.NewCustomerAsync();
        await using var second = await SecondNode.StartAsync(first);
        var there = second.As(customer.Key);
        for (var i = 0; i < 20; i++)
        {
            var (writer, reader) = i % 2 == 0 ? (customer.Api, there) : (there, customer.Api);
            var made = await writer.PostAsync("devices", Device(i));
            made.Is(201);
            var sequence = made.Headers.GetValues(ReadAfter.Header).Single();
            (await reader.SendAsync(HttpMethod.Get, $"devices/pump-{i}", null as string, (ReadAfter.Header, sequence))).Is(200);
        }
    }

    [Fact]
    public async Task one_of_them_projects_and_the_other_takes_over_when_it_dies()
    {
        var customer = await first.NewCustomerAsync();
        await using (var second = await SecondNode.StartAsync(first))
        {
            var there = second.As(customer.Key);
            new[] { first.Get<ProjectionRole>(), second.Get<ProjectionRole>() }.Count(role => role.IsHeldHere).ShouldBe(1);
            for (var i = 0; i < 10; i++) (await there.PostAsync("devices", Device(i))).Is(201);
        }
        await Poll.UntilAsync(() => first.Get<ProjectionRole>().IsHeldHere, "the one that is left projects");
        await customer.RegisterAsync("pump-last");
        (await customer.Api.GetAsync("devices")).Total.ShouldBe(11);
        foreach (var selection in first.Get<Rebuild>().Find(null))
            (await first.Get<Verification>().RunAsync(selection, _ => { }, default)).Differences.ShouldBeEmpty();
    }

    private static string Device(int number) => $$"""{"device_id":"pump-{{number}}","name":"Pump"}""";

    private sealed class SecondNode(WebApplication app) : IAsyncDisposable
    {
        private readonly HttpClient _http = new() { BaseAddress = new($"http://127.0.0.1:{app.Services.GetRequiredService<ListeningPorts>().Http}") };

        public static async Task<SecondNode> StartAsync(PlatformFixture first)
        {
            var app = first.Build();
            await PlatformApp.PrepareAsync(app, app.Services.GetRequiredService<PlatformSettings>());
            await app.StartAsync();
            var node = new SecondNode(app);
            await Poll.UntilAsync(async () => (await node._http.GetAsync("/health/ready")).IsSuccessStatusCode, "the second node is ready", 60);
            return node;
        }

        public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

        public ApiClient As(ApiKeySecret key) => new(_http, key.Text);

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }
}
