using IotPlatform.Platform;
using JasperFx.Events.Projections;
using Marten;

namespace IotPlatform.Accounts;

/// <summary>Customers and API keys.</summary>
public static class AccountsModule
{
    /// <summary>Registers the slice. Accounts are projected inline: they change rarely, and a key must work the moment it is made.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.ConfigureMarten(options =>
        {
            options.Projections.Add(new ResourceProjection<Customer>(), ProjectionLifecycle.Inline);
            options.Projections.Add(new ResourceProjection<ApiKey>(), ProjectionLifecycle.Inline);
            options.Events.AddEventTypes([.. Customer.EventTypes, .. ApiKey.EventTypes]);
        });
        services.AddSingleton(AccountStore.Script).AddSingleton<AccountStore>().AddSingleton<Bootstrap>().AddSingleton<ApiKeyCache>();
        return services.AddHostedService(provider => provider.GetRequiredService<ApiKeyCache>());
    }
}
