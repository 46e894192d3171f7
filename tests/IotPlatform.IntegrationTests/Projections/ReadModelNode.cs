using IotPlatform.Platform;
using IotPlatform.Projections;
using Marten;
using Marten.Services;
using Marten.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using Wolverine;

namespace IotPlatform.IntegrationTests.Projections;

/// <summary>A platform that knows nothing but tanks, and what else it is given, on a database that may have a past.</summary>
internal sealed class ReadModelNode : IAsyncDisposable
{
    private const string Customer = "acme";
    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 22, 12, 0);
    private readonly IHost _host;

    private ReadModelNode(IHost host) => _host = host;

    private NpgsqlDataSource Database => _host.Services.GetRequiredService<NpgsqlDataSource>();

    private IMartenDatabase Shards => (IMartenDatabase)Store.Storage.Database;

    private IDocumentStore Store => _host.Services.GetRequiredService<IDocumentStore>();

    /// <summary>Starts it as the platform starts; <paramref name="before"/> happens when all but the daemon is there.</summary>
    public static async Task<ReadModelNode> StartAsync(
        string connectionString, Action<IServiceCollection>? more = null, Func<ReadModelNode, Task>? before = null)
    {
        var host = Build(connectionString, more);
        var node = new ReadModelNode(host);
        await host.Services.GetRequiredService<SchemaUpdate>().ApplyAsync(default);
        await host.Services.GetRequiredService<ReadModelUpdate>().ApplyAsync(default);
        await host.Services.GetRequiredService<Quarantine>().LoadAsync(default);
        if (before is not null) await before(node);
        await host.Services.GetRequiredService<Freshness>().FollowAsync(node.Store, default);
        await host.StartAsync();
        return node;
    }

    /// <summary>Builds a tank in a transaction that stays open; gives what commits it.</summary>
    public async Task<Func<Task>> BeginBuildingAsync(string id)
    {
        var connection = await Database.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        var options = SessionOptions.ForTransaction(transaction);
        options.TenantId = Customer;
        await using var session = Store.LightweightSession(options);
        session.Events.StartStream<Tank>(id, new TankBuilt(id, "north", Noon));
        await session.SaveChangesAsync();
        return async () =>
        {
            await transaction.CommitAsync();
            await connection.DisposeAsync();
        };
    }

    public Task BuildAsync(string id, string site = "north") => StartStreamAsync<Tank>(id, new TankBuilt(id, site, Noon));

    public Task FitAsync(string id) => StartStreamAsync<Valve>(id, new ValveFitted(id, Noon));

    public async Task FillAsync(string id, int litres)
    {
        await using var session = Store.LightweightSession(Customer);
        var stream = await session.Events.FetchForWriting<Tank>(id);
        stream.AppendOne(new TankFilled(id, litres));
        await session.SaveChangesAsync();
    }

    /// <summary>The tank as its events tell it, whatever is projected.</summary>
    public async Task<Tank?> LatestAsync(string id)
    {
        await using var session = Store.LightweightSession(Customer);
        return await session.Events.FetchLatest<Tank>(id);
    }

    /// <summary>All documents of a kind, after the read models have caught up with what this node has written.</summary>
    public async Task<IReadOnlyList<T>> AllAsync<T>() where T : notnull
    {
        await _host.Services.GetRequiredService<Freshness>().CatchUpAsync(Customer, default);
        await using var session = Store.QuerySession(Customer);
        return await session.Query<T>().ToListAsync();
    }

    /// <summary>Where each shard stands; those of the read models are named by their members.</summary>
    public async Task<IReadOnlyDictionary<string, long>> ProgressAsync() =>
        (await Shards.AllProjectionProgress()).ToDictionary(state => state.ShardName, state => state.Sequence);

    /// <summary>What <c>projections dead-letters</c> lists.</summary>
    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync() => _host.Services.GetRequiredService<DeadLetters>().ListAsync(null, default);

    /// <summary>The stored events that cannot be read.</summary>
    public async Task<IReadOnlyList<UnreadableEvent>> UnreadableAsync()
    {
        List<UnreadableEvent> found = [];
        await foreach (var faulty in _host.Services.GetRequiredService<UnreadableEvents>().FindAsync(0, long.MaxValue, default)) found.Add(faulty);
        return found;
    }

    /// <summary>What <c>projections rebuild</c> does.</summary>
    public async Task<RebuildReport> RebuildAsync(bool skipFaulty = false)
    {
        var rebuild = _host.Services.GetRequiredService<Rebuild>();
        return await rebuild.RunAsync(rebuild.Find(ReadModels.Name).Single(), _ => { }, default, skipFaulty);
    }

    /// <summary>What <c>projections rollback</c> does.</summary>
    public Task RollBackAsync() => _host.Services.GetRequiredService<Rebuild>().RollBackAsync(ReadModels.Name, default);

    /// <summary>What <c>projections verify</c> finds.</summary>
    public async Task<IReadOnlyList<DocumentDifference>> VerifyAsync()
    {
        var readModels = _host.Services.GetRequiredService<Rebuild>().Find(ReadModels.Name).Single();
        return (await _host.Services.GetRequiredService<Verification>().RunAsync(readModels, _ => { }, default)).Differences;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private async Task StartStreamAsync<T>(string id, object fact) where T : class
    {
        await using var session = Store.LightweightSession(Customer);
        session.Events.StartStream<T>(id, fact);
        await session.SaveChangesAsync();
    }

    private static IHost Build(string connectionString, Action<IServiceCollection>? more)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IClock>(SystemClock.Instance).AddSingleton(TimeProvider.System);
        builder.Services.AddPersistence(connectionString);
        builder.Services.AddProjections();
        builder.Services.AddResource<Tank>(Tank.List);
        more?.Invoke(builder.Services);
        builder.UseWolverine(options =>
        {
            options.ApplicationAssembly = typeof(PlatformApp).Assembly;
            options.Durability.Mode = DurabilityMode.Solo;
        });
        return builder.Build();
    }
}
