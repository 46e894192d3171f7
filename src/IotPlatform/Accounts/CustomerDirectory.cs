using System.Collections.Concurrent;

namespace IotPlatform.Accounts;

/// <summary>
/// All customers, in memory, since each message asks for the plan of one and each write whether it is suspended. PostgreSQL announces
/// every change of a customer; while this node cannot hear it, whoever can wait is answered by the database.
/// </summary>
public sealed class CustomerDirectory
{
    private readonly ConcurrentDictionary<string, Customer> _customers = new();
    private readonly AccountStore _accounts;
    private readonly Announcements _announcements;
    private readonly Plans _plans;
    private Action<Customer> _changed = _ => { };
    private volatile bool _isLoaded;

    public CustomerDirectory(AccountStore accounts, Announcements announcements, Plans plans)
    {
        (_accounts, _announcements, _plans) = (accounts, announcements, plans);
        announcements.Subscribe(AccountStore.CustomerChannel, id => id is null ? LoadAsync(default) : RefreshAsync(id));
    }

    /// <summary>Every customer's plan. Before they are loaded that would be too few to act on.</summary>
    public IEnumerable<(string Customer, Plan Plan)> Plans => _isLoaded
        ? _customers.Values.Select(customer => (customer.Id, _plans.Of(customer)))
        : throw new InvalidOperationException("The customers are not loaded yet.");

    /// <summary>A customer's plan, as far as this node has heard.</summary>
    public Plan PlanOf(string customer) => _plans.Of(_customers.GetValueOrDefault(customer));

    /// <summary>The plan of customers that have none of their own.</summary>
    public Plan DefaultPlan => _plans.Default;

    /// <summary>The customer of this id, as it is now.</summary>
    public async ValueTask<Customer?> FindAsync(string id, CancellationToken cancellation) =>
        _announcements.AreHeard && _customers.TryGetValue(id, out var known) ? known : await _accounts.FindCustomerAsync(id, cancellation);

    /// <summary>A customer's plan, as it is now.</summary>
    public async ValueTask<Plan> FindPlanAsync(string customer, CancellationToken cancellation) =>
        _plans.Of(await FindAsync(customer, cancellation));

    /// <summary>
    /// Calls <paramref name="changed"/> with each customer that is new or another than before, when the directory has it.
    /// </summary>
    public void Subscribe(Action<Customer> changed) => _changed += changed;

    /// <summary>Reads all customers.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellation)
    {
        foreach (var customer in await _accounts.ListCustomersAsync(cancellation)) Put(customer);
        _isLoaded = true;
    }

    private async ValueTask RefreshAsync(string id)
    {
        if (await _accounts.FindCustomerAsync(id, default) is { } customer) Put(customer);
    }

    private void Put(Customer customer)
    {
        if (_customers.TryGetValue(customer.Id, out var known) && known == customer) return;
        _customers[customer.Id] = customer;
        _changed(customer);
    }
}
