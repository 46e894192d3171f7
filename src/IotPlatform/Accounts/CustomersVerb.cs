using System.CommandLine;
using IotPlatform.Cli;
using IotPlatform.Platform;

namespace IotPlatform.Accounts;

/// <summary><c>./iot customers create --name NAME</c>, <c>./iot customers list</c></summary>
public static class CustomersVerb
{
    /// <summary>The verb with those below it.</summary>
    public static Verb Build(Visit visit) => new("customers", "Create and list customers") { Create(visit), List(visit) };

    private static Verb Create(Visit visit)
    {
        var name = new Option<string>("--name")
        {
            Description = "The customer's name, 1 to 100 characters", HelpName = "NAME", Required = true,
        };
        var json = SharedOptions.Json();
        return new Verb("create", "Create a customer", "./iot customers create --name 'Acme GmbH'") { name, json }.Does(
            visit, (services, args, token) =>
                CreateAsync(services.GetRequiredService<AccountStore>(), args.GetValue(name)!.Trim(), args.GetValue(json), token));
    }

    private static Verb List(Visit visit)
    {
        var json = SharedOptions.Json();
        return new Verb("list", "List all customers", "./iot customers list", "./iot customers list --json") { json }.Does(
            visit, (services, args, token) => ListAsync(services.GetRequiredService<AccountStore>(), args.GetValue(json), token));
    }

    private static async Task<int> CreateAsync(AccountStore accounts, string name, bool asJson, CancellationToken cancellation)
    {
        if (name.Length is 0 or > 100) throw new RefusedException("Give the customer a name of 1 to 100 characters: --name NAME");
        if (await accounts.CreateCustomerAsync(name, cancellation) is not { } customer)
            throw new RefusedException($"There is a customer with the id '{Customer.IdOf(name)}' already; choose another name.");
        return Print.Result(asJson, customer, $"Created customer '{customer.Name}' with the id {customer.Id}.");
    }

    private static async Task<int> ListAsync(AccountStore accounts, bool asJson, CancellationToken cancellation) => Print.Table(
        asJson, await accounts.ListCustomersAsync(cancellation), ["ID", "NAME", "CREATED"],
        customer => [customer.Id, customer.Name, Json.Format(customer.CreatedAt)]);
}
