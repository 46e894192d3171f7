using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>Processes that are killed while they project or rebuild, on a database that outlives them.</summary>
public sealed class projections_across_a_kill : IDisposable
{
    private const string Key = "kill-test-key-1";
    private readonly string _data = TestFolder.NewPath();

    public void Dispose() => TestFolder.Remove(_data);

    [Fact]
    public async Task of_two_nodes_that_start_at_once_either_may_die_and_nothing_is_skipped_or_projected_twice()
    {
        var database = await TestDatabase.CreateAsync();
        var nodes = await Task.WhenAll(StartAsync(database, "one"), StartAsync(database, "two"));
        var acknowledged = 0;
        try
        {
            for (var dies = 0; dies < nodes.Length; dies++)
            {
                using var stop = new CancellationTokenSource();
                var load = nodes.SelectMany((node, place) => Enumerable.Range(0, 3).Select(client => WriteAsync(
                    node, $"r{dies}-{place}-{client}", () => Interlocked.Increment(ref acknowledged), stop.Token))).ToList();
                var before = acknowledged;
                await Poll.UntilAsync(() => acknowledged > before + 50, "the load runs");
                await nodes[dies].KillAsync();
                var killed = acknowledged;
                await Poll.UntilAsync(() => acknowledged > killed + 50, "the other one goes on");
                await stop.CancelAsync();
                await Task.WhenAll(load);

                var left = nodes[1 - dies];
                // What was sent and not answered when the node died may have been committed.
                var total = (await ApiOf(left).GetAsync("devices")).Is(200).Total;
                total.ShouldBeInRange(acknowledged, acknowledged + (dies + 1) * 3);
                var (exitCode, output, errors) = await left.TryCommandAsync("projections", "verify");
                exitCode.ShouldBe(0, output + errors);
                await nodes[dies].DisposeAsync();
                nodes[dies] = await StartAsync(database, $"again-{dies}");
            }
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task a_rebuild_that_is_killed_leaves_what_is_shown_and_the_next_one_ends_with_the_same_documents()
    {
        var connection = await TestDatabase.CreateAsync();
        await using var platform = await StartAsync(connection, "one");
        await using var database = NpgsqlDataSource.Create(connection);
        await Parallel.ForAsync(0, 300, async (number, _) => (await RegisterAsync(platform, $"d-{number}")).Is(201));
        (await ApiOf(platform).GetAsync("devices")).Total.ShouldBe(300);
        var before = await DocumentsAsync(database);
        using (var rebuild = platform.StartCommand("projections", "rebuild"))
        {
            await Poll.UntilAsync(async () => await HasShadowAsync(database), "it has begun");
            rebuild.Kill();
            await rebuild.WaitForExitAsync();
        }
        (await HasShadowAsync(database)).ShouldBeTrue("it was killed before its end");
        (await DocumentsAsync(database)).ShouldBe(before);
        (await ApiOf(platform).GetAsync("devices/d-0")).Is(200);

        await platform.CommandAsync("projections", "rebuild");
        (await HasShadowAsync(database)).ShouldBeFalse();
        (await DocumentsAsync(database)).ShouldBe(before);
        await platform.CommandAsync("projections", "verify");
    }

    [Fact]
    public async Task a_pause_holds_on_all_nodes_and_over_a_restart_and_ends_with_resume()
    {
        var connection = await TestDatabase.CreateAsync();
        await using (var platform = await StartAsync(connection, "one"))
        {
            (await RegisterAsync(platform, "pump-1")).Is(201);
            (await ApiOf(platform).GetAsync("devices/pump-1")).Is(200);
            (await platform.CommandAsync("projections", "pause", "readmodels")).Trim().ShouldBe("Paused ReadModels.");
            await Poll.UntilAsync(async () => !await IsShownAsync(platform), "they stand still");
        }
        await using var node = await StartAsync(connection, "two");
        (await RegisterAsync(node, "pump-2")).Is(201);
        (await node.Http.GetStringAsync("/health/ready")).ShouldContain("ReadModels is paused since");
        (await ApiOf(node).GetAsync("devices/pump-2")).Is(404);
        (await node.CommandAsync("projections", "list")).ShouldContain("PAUSED SINCE");

        await node.CommandAsync("projections", "resume", "ReadModels");
        await Poll.UntilAsync(async () => (await ApiOf(node).GetAsync("devices/pump-2")).Status == 200, "they go on");
        (await node.Http.GetStringAsync("/health/ready")).ShouldNotContain("paused");
    }

    // A device that is registered afresh each time tells whether it is shown.
    private static async Task<bool> IsShownAsync(PlatformProcess platform)
    {
        var id = Guid.NewGuid().ToString("n");
        (await RegisterAsync(platform, id)).Is(201);
        return (await ApiOf(platform).GetAsync($"devices/{id}")).Status == 200;
    }

    private static Task<Answer> RegisterAsync(PlatformProcess platform, string id) =>
        ApiOf(platform).PostAsync("devices", $$"""{"device_id":"{{id}}","name":"x"}""");

    private static async Task WriteAsync(PlatformProcess node, string prefix, Action acknowledged, CancellationToken cancellation)
    {
        var api = ApiOf(node);
        try
        {
            for (var number = 0; !cancellation.IsCancellationRequested; number++)
            {
                (await api.PostAsync("devices", $$"""{"device_id":"{{prefix}}-{{number}}","name":"x"}""")).Is(201);
                acknowledged();
            }
        }
        catch (HttpRequestException)
        {
            // The node is dead.
        }
    }

    private Task<PlatformProcess> StartAsync(string database, string name) => PlatformProcess.StartAsync(
        Path.Combine(_data, name), ("ConnectionStrings__Postgres", database), ("IOT_BOOTSTRAP_API_KEY", Key));

    private static ApiClient ApiOf(PlatformProcess platform) => new(platform.Http, Key);

    private static async Task<bool> HasShadowAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select to_regnamespace('iot_shadow_readmodels') is not null");
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<string> DocumentsAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            "select md5(string_agg(tenant_id || id || mt_version || data::text, ',' order by tenant_id, id)) from iot.mt_doc_device");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
