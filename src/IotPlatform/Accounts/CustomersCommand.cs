using IotPlatform.Platform;
using JasperFx.CommandLine;

namespace IotPlatform.Accounts;

/// <summary>The arguments of <c>customers</c>.</summary>
public sealed class CustomersInput
{
    [Description("create or list")]
    public string Action { get; set; } = "";

    [Description("The new customer's name, 1 to 100 characters")]
    public string? NameFlag { get; set; }

    [Description("Print JSON")]
    public bool JsonFlag { get; set; }
}

/// <summary><c>./iot customers create --name NAME</c>, <c>./iot customers list</c></summary>
[Description("Create and list customers", Name = "customers")]
public sealed class CustomersCommand : JasperFxAsyncCommand<CustomersInput>
{
    private readonly AccountStore _accounts;

    public CustomersCommand(AccountStore accounts)
    {
        _accounts = accounts;
        Usage("Create or list customers").Arguments(input => input.Action);
    }

    /// <inheritdoc/>
    public override Task<bool> Execute(CustomersInput input) => input.Action switch
    {
        "create" => CreateAsync(input),
        "list" => ListAsync(input),
        _ => Task.FromResult(Output.Refuse($"'customers {input.Action}' is no command; there are create and list.")),
    };

    private async Task<bool> CreateAsync(CustomersInput input)
    {
        if (input.NameFlag is not { Length: >= 1 and <= 100 } name || string.IsNullOrWhiteSpace(name))
            return Output.Refuse("Give the customer a name of 1 to 100 characters: --name NAME");
        if (await _accounts.CreateCustomerAsync(name.Trim(), CancellationToken.None) is not { } customer)
            return Output.Refuse($"There is a customer with the id '{Customer.IdOf(name.Trim())}' already; choose another name.");
        Output.Write(input.JsonFlag, customer, $"Created customer '{customer.Name}' with the id {customer.Id}.");
        return true;
    }

    private async Task<bool> ListAsync(CustomersInput input)
    {
        var customers = await _accounts.ListCustomersAsync(CancellationToken.None);
        Output.WriteTable(input.JsonFlag, customers, ["ID", "NAME", "CREATED"], customer => [customer.Id, customer.Name, Json.Format(customer.CreatedAt)]);
        return true;
    }
}
