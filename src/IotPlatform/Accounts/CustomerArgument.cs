using IotPlatform.Cli;

namespace IotPlatform.Accounts;

/// <summary>A customer as verbs name it.</summary>
public static class CustomerArgument
{
    /// <summary>The customer of this name or id.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public static async Task<Customer> FindAsync(AccountStore accounts, string nameOrId, CancellationToken cancellation) =>
        await accounts.FindCustomerAsync(nameOrId, cancellation) ?? throw new RefusedException(AccountStore.NoCustomer(nameOrId));
}
