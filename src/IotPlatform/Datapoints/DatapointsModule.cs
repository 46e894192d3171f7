using IotPlatform.Platform;
using IotPlatform.Telemetry;
using Marten;
using Marten.Schema;
using Marten.Schema.Indexing.Unique;

namespace IotPlatform.Datapoints;

/// <summary>Datapoint definitions.</summary>
public static class DatapointsModule
{
    private const string OnePerKey = "mt_doc_datapointkey_one_per_key";

    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddDatapoints(this IServiceCollection services)
    {
        services.AddResource<Datapoint>(ListDatapointsEndpoint.List).AddSingleton<IConsequence, OneDatapointPerKey>();
        services.AddInlineReadModel<DatapointKey>();
        services.ConfigureMarten(options => options.Schema.For<DatapointKey>().UniqueIndex(
            UniqueIndexType.Computed, OnePerKey, TenancyScope.PerTenant, datapoint => datapoint.Key));
        services.AddSingleton<DatapointCatalog>();
        services.AddSingleton<IDatapointCatalog>(provider => provider.GetRequiredService<DatapointCatalog>());
        return services.AddHostedService(provider => provider.GetRequiredService<DatapointCatalog>());
    }
}
