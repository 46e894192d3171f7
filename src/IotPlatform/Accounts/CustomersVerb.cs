using System.CommandLine;
using IotPlatform.Cli;
using IotPlatform.Platform;

namespace IotPlatform.Accounts;

/// <summary>
/// <c>./iot customers create --name NAME [--plan PLAN]</c>, <c>list</c>, <c>plan NAME PLAN</c>, <c>suspend NAME</c>, <c>resume NAME</c>
/// </summary>
public static class CustomersVerb
{
    /// <summary>The verb with those below it.</summary>
    public static Verb Build(Visit visit) => new("customers", "Create and list customers, change their plans, suspend and resume them")
    {
        Create(visit), List(visit), ChangePlan(visit), Suspend(visit), Resume(visit),
    };

    private static Verb Create(Visit visit)
    {
        var name = new Option<string>("--name")
        {
            Description = "The customer's name, 1 to 100 characters",
            HelpName = "NAME",
            Required = true,
        };
        var plan = new Option<string?>("--plan") { Description = "The plan's name; the default one without it", HelpName = "PLAN" };
        var json = SharedOptions.Json();
        string[] examples = ["./iot customers create --name 'Acme GmbH'", "./iot customers create --name 'Acme GmbH' --plan starter"];
        return new Verb("create", "Create a customer", examples) { name, plan, json }.Does(
            visit,
            (services, args, token) => CreateAsync(services, args.GetValue(name)!.Trim(), args.GetValue(plan), args.GetValue(json), token));
    }

    private static Verb List(Visit visit)
    {
        var json = SharedOptions.Json();
        return new Verb("list", "List all customers", "./iot customers list", "./iot customers list --json") { json }.Does(
            visit, (services, args, token) => ListAsync(services, args.GetValue(json), token));
    }

    private static Verb ChangePlan(Visit visit)
    {
        var (name, json) = (Name(), SharedOptions.Json());
        var plan = new Argument<string>("PLAN") { Description = "The plan's name, or 'default'" };
        return new Verb("plan", "Give a customer another plan, on all nodes at once", "./iot customers plan 'Acme GmbH' business") { name, plan, json }.Does(
            visit,
            (services, args, token) => ChangePlanAsync(services, args.GetValue(name)!, args.GetValue(plan)!, args.GetValue(json), token));
    }

    private static Verb Suspend(Visit visit)
    {
        var (name, json) = (Name(), SharedOptions.Json());
        var reason = new Option<string?>("--reason") { Description = "What the customer is told about it", HelpName = "TEXT" };
        const string description = "Let a customer only read, and disconnect its devices; everything stays";
        return new Verb("suspend", description, "./iot customers suspend 'Acme GmbH' --reason 'The invoice of March is open'") { name, reason, json }.Does(
            visit,
            async (services, args, token) =>
            {
                var customer = await CustomerArgument.FindAsync(Accounts(services), args.GetValue(name)!, token);
                var suspended = await Accounts(services).SuspendAsync(customer.Id, args.GetValue(reason), token);
                return Print.Result(args.GetValue(
                    json), suspended, $"Suspended '{customer.Name}': it can read, but not write, and its devices are disconnected.");
            });
    }

    private static Verb Resume(Visit visit)
    {
        var (name, json) = (Name(), SharedOptions.Json());
        return new Verb("resume", "Let a suspended customer do everything again", "./iot customers resume 'Acme GmbH'") { name, json }.Does(
            visit,
            async (services, args, token) =>
            {
                var customer = await CustomerArgument.FindAsync(Accounts(services), args.GetValue(name)!, token);
                var resumed = await Accounts(services).ResumeAsync(customer.Id, token);
                return Print.Result(args.GetValue(json), resumed, $"'{customer.Name}' can do everything again; its devices may connect.");
            });
    }

    private static async Task<int> CreateAsync(
        IServiceProvider services, string name, string? planName, bool asJson, CancellationToken cancellation)
    {
        if (name.Length is 0 or > 100) throw new RefusedException("Give the customer a name of 1 to 100 characters: --name NAME");
        var plan = planName is null ? null : PlanOf(services, planName);
        if (await Accounts(services).CreateCustomerAsync(name, plan, cancellation) is not { } customer)
            throw new RefusedException($"There is a customer with the id '{Customer.IdOf(name)}' already; choose another name.");
        return Print.Result(asJson, customer, $"Created customer '{customer.Name}' with the id {customer.Id}.");
    }

    private static async Task<int> ListAsync(IServiceProvider services, bool asJson, CancellationToken cancellation)
    {
        var plans = services.GetRequiredService<Plans>();
        return Print.Table(
            asJson, await Accounts(services).ListCustomersAsync(cancellation), ["ID", "NAME", "PLAN", "STATUS", "CREATED"],
            customer =>
            [
                customer.Id, customer.Name, plans.Of(customer).Name, customer.SuspendedAt is null ? "active" : "suspended",
                Json.Format(customer.CreatedAt),
            ]);
    }

    private static async Task<int> ChangePlanAsync(
        IServiceProvider services, string nameOrId, string planName, bool asJson, CancellationToken cancellation)
    {
        var plan = planName == "default" ? null : PlanOf(services, planName);
        var customer = await CustomerArgument.FindAsync(Accounts(services), nameOrId, cancellation);
        var changed = await Accounts(services).ChangePlanAsync(customer.Id, plan, cancellation);
        var limit = (
            plan ?? services.GetRequiredService<Plans>().Default).DeviceLimit is { } most ? $"{most} devices" : "any number of devices";
        return Print.Result(asJson, changed, $"'{customer.Name}' has the plan {plan?.Name ?? "that is the default"} now: {limit}.");
    }

    private static Plan PlanOf(IServiceProvider services, string name)
    {
        var plans = services.GetRequiredService<Plans>();
        return plans.Find(name)
            ?? throw new RefusedException(
                $"There is no plan '{name}'; there are {string.Join(", ", plans.All.Select(plan => plan.Name))}.");
    }

    private static AccountStore Accounts(IServiceProvider services) => services.GetRequiredService<AccountStore>();

    private static Argument<string> Name() => new("NAME") { Description = "The customer's name or id" };
}
