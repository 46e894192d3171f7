using IotPlatform.Platform;

namespace IotPlatform.Accounts;

/// <summary>Customers, their plans and their API keys.</summary>
public static class AccountsModule
{
    /// <summary>
    /// Registers the slice. Accounts are projected inline: they change rarely, and a key must work the moment it is made.
    /// </summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, Plans plans)
    {
        services.AddSingleton(plans);
        services.AddInlineReadModel<Customer>().AddInlineReadModel<ApiKey>();
        services.ConfigureStores(options => options.Events.AddEventTypes([.. Customer.EventTypes, .. ApiKey.EventTypes]));
        services.AddSingleton(AccountStore.Script).AddSingleton(ApiKeyUse.Script);
        services.AddSingleton<AccountStore>().AddSingleton<Bootstrap>().AddSingleton<ApiKeyUse>().AddSingleton<Announcements>();
        services.AddSingleton<ApiKeyCache>().AddSingleton<CustomerDirectory>();
        services.AddHostedService(provider => provider.GetRequiredService<ApiKeyUse>());
        return services.AddHostedService(provider =>
        {
            // They subscribe when they are made.
            provider.GetRequiredService<ApiKeyCache>();
            provider.GetRequiredService<CustomerDirectory>();
            return provider.GetRequiredService<Announcements>();
        });
    }
}
