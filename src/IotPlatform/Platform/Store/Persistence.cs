using JasperFx;
using JasperFx.Events;
using JasperFx.MultiTenancy;
using Marten;
using Npgsql;
using Weasel.Core;
using Wolverine.Marten;

namespace IotPlatform.Platform;

/// <summary>
/// The event store and its read models, set up once for all slices; each slice adds its own with <see cref="AddResource{T}"/>.
/// </summary>
public static class Persistence
{
    /// <summary>The schema of events, documents and logs.</summary>
    public const string Schema = "iot";

    // Earlier versions let the daemon commit without waiting for the disk. A database that crashes forgets such commits, and the daemon, which
    // does not, takes the progress that it finds for somebody else's and stops for good.
    private static readonly SchemaScript WaitingProjections = new("projection commits that wait for the disk", """
        drop trigger if exists relax_commit on iot.mt_event_progression;
        drop function if exists iot.relax_commit();
        """);

    /// <summary>Marten over one connection pool, integrated with Wolverine, which runs the projections.</summary>
    public static IServiceCollection AddPersistence(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => DataSource(connectionString));
        services.AddSingleton<CommitFeed>().AddSingleton<LastStates>()
            .AddSingleton<Freshness>().AddSingleton<DaemonWakeup>().AddSingleton<CommitListener>();
        services.AddSingleton<SchemaUpdate>().AddSingleton(WaitingProjections);
        services.AddMetrics().AddSingleton<ProjectionProgress>().AddSingleton<ProjectionMetrics>();
        services.AddSingleton(ProjectionPauses.Script).AddSingleton<ProjectionPauses>().AddSingleton<ProjectionRole>();
        services.AddHostedService<ShardKeeper>().AddHostedService<NodeNews>().AddDeadLetters();
        services.AddReadModel<ListSize, ListSizeProjection>(
            (provider, withheld) => new ListSizeProjection(provider.GetServices<ListEvents>(), withheld));
        services.AddSingleton(IdempotentAnswers.Script).AddSingleton<IdempotentAnswers>().AddHostedService<IdempotencyPruning>();
        services.AddMarten(provider => Options(provider))
            .UseLightweightSessions()
            .UseNpgsqlDataSource()
            .IntegrateWithWolverine(wolverine =>
            {
                wolverine.UseWolverineManagedEventSubscriptionDistribution = true;
                wolverine.MessageStorageSchemaName = "wolverine";
            });
        return services;
    }

    /// <summary>
    /// Registers a resource: its events, its asynchronously projected documents, its write path, its read path and its list.
    /// </summary>
    public static IServiceCollection AddResource<T>(this IServiceCollection services, ListDefinition list) where T : class, IResource<T> =>
        services.AddResource<T, ReadModel<T>>(list);

    /// <summary>Registers a resource whose answers hold more than its documents.</summary>
    public static IServiceCollection AddResource<T, TReadModel>(this IServiceCollection services, ListDefinition list)
        where T : class, IResource<T>
        where TReadModel : ReadModel<T>
    {
        var table = $"mt_doc_{typeof(T).Name.ToLowerInvariant()}";
        IReadOnlyList<ListIndex> indexes = [ByCreation, .. list.Indexes];
        services.AddReadModel<T, ResourceProjection<T>>((_, withheld) => new ResourceProjection<T>(withheld));
        services.ConfigureStores(options => options.Events.AddEventTypes(T.EventTypes));
        services.ConfigureMarten(options =>
        {
            foreach (var index in indexes) options.Schema.For<T>().IgnoreIndex(index.NameOn(table));
        });
        services.AddSingleton(new SchemaScript($"indexes of {list.Name}", string.Join("\n", indexes.Select(index => index.Sql(table)))));
        services.AddSingleton(new ListEvents(list, T.EventTypes));
        services.AddSingleton<TReadModel>().AddSingleton<Resources<T>>().AddSingleton<History<T>>();
        if (typeof(TReadModel) != typeof(ReadModel<T>))
            services.AddSingleton<ReadModel<T>>(provider => provider.GetRequiredService<TReadModel>());
        return services;
    }

    /// <summary>Tells every store over the events something of documents or events.</summary>
    public static IServiceCollection ConfigureStores(this IServiceCollection services, Action<StoreOptions> configure) =>
        services.AddSingleton(new StoreShape(configure));

    /// <summary>What holds for every store over the events: how they and documents are named, keyed, written and kept apart.</summary>
    public static StoreOptions Shape(IServiceProvider provider)
    {
        var options = new StoreOptions();
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.SnakeCase, Json.ConfigureStore);
        options.Policies.AllDocumentsAreMultiTenanted();
        options.Advanced.DefaultTenantUsageEnabled = false;
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.TenancyStyle = TenancyStyle.Conjoined;
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.UseMandatoryStreamTypeDeclaration = true;
        options.Events.MetadataConfig.CorrelationIdEnabled = true;
        options.Events.MetadataConfig.CausationIdEnabled = true;
        options.Events.MetadataConfig.UserNameEnabled = true;
        options.Events.TimeProvider = provider.GetRequiredService<TimeProvider>();
        // A wrong read model is worse than a stopped one: nothing is skipped silently.
        options.Projections.Errors.SkipApplyErrors = false;
        options.Projections.Errors.SkipSerializationErrors = false;
        options.Projections.Errors.SkipUnknownEvents = false;
        foreach (var shape in provider.GetServices<StoreShape>()) shape.Configure(options);
        return options;
    }

    // Serves the default order of lists. Marten's own index would be over the jsonb value, which sorts differently.
    private static readonly ListIndex ByCreation = new("by_creation", "(data ->> 'created_at'), id");

    private static StoreOptions Options(IServiceProvider provider)
    {
        var options = Shape(provider);
        (options.DatabaseSchemaName, options.AutoCreateSchemaObjects) = (Schema, AutoCreate.CreateOrUpdate);
        options.Listeners.Add(provider.GetRequiredService<CommitListener>());
        // A lost race must not burn a sequence number: each gap would stall all projections for seconds.
        options.Events.UseExclusiveLockOnConcurrentAppends = true;
        var withheld = provider.GetRequiredService<WithheldEvents>();
        foreach (var documents in provider.GetServices<ReadModelDefinition>())
        {
            if (documents.IsInline) documents.AddInline(options);
            else documents.AddToShard(options, withheld);
        }
        options.Projections.Wakeup = provider.GetRequiredService<DaemonWakeup>();
        return options;
    }

    private static NpgsqlDataSource DataSource(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "iot-platform",
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            Options = "-c idle_in_transaction_session_timeout=30000 -c TimeZone=UTC",
        };
        // The name is what its metrics are told apart by, and would else be the connection string.
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "iot" }.Build();
    }
}
