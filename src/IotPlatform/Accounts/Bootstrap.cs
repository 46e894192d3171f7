namespace IotPlatform.Accounts;

/// <summary>The first start on an empty database: a customer <c>default</c> and one API key.</summary>
public sealed class Bootstrap(AccountStore accounts)
{
    /// <summary>The name of the first customer.</summary>
    public const string CustomerName = "default";

    /// <summary>Makes customer and key where there is no customer yet; returns the key that was made, to be shown once, or null.</summary>
    /// <param name="wanted">The key to use instead of a random one; it is made to work on later starts too.</param>
    public async Task<ApiKeySecret?> RunAsync(ApiKeySecret? wanted, CancellationToken cancellation)
    {
        var isFirstStart = (await accounts.ListCustomersAsync(cancellation)).Count == 0;
        if (isFirstStart) await accounts.CreateCustomerAsync(CustomerName, cancellation);
        if (wanted is not null && await accounts.FindKeyAsync(wanted.Lookup, cancellation) is not null) return null;
        if (wanted is null && !isFirstStart) return null;
        var secret = wanted ?? ApiKeySecret.New();
        await accounts.CreateKeyAsync(secret, Customer.IdOf(CustomerName), [ApiKey.Read, ApiKey.Write], null, cancellation);
        return secret;
    }
}
