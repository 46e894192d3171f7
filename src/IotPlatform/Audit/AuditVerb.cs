using System.CommandLine;
using IotPlatform.Accounts;
using IotPlatform.Cli;
using IotPlatform.Platform;

namespace IotPlatform.Audit;

/// <summary>
/// <c>./iot audit verify</c>, <c>export</c>, <c>seal</c>, <c>seals</c>: proves that nobody changed what the platform wrote.
/// </summary>
public static class AuditVerb
{
    /// <summary>The verb with those below it.</summary>
    public static Verb Build(Visit visit) => new("audit", "Verify events against their hash chains and seals, and export proofs")
    {
        AuditVerify.Build(visit), AuditExport.Build(visit), Seal(visit), Seals(visit),
    };

    /// <summary>The customer that a verb is limited to.</summary>
    internal static Option<string?> Customer() =>
        new("--customer") { Description = "The customer's name or id; all customers without it", HelpName = "NAME" };

    /// <summary>The id of the customer, or null where none was named.</summary>
    internal static async Task<string?> IdOfAsync(IServiceProvider services, string? name, CancellationToken cancellation)
    {
        if (name is null) return null;
        return (await CustomerArgument.FindAsync(services.GetRequiredService<AccountStore>(), name, cancellation)).Id;
    }

    private static Verb Seal(Visit visit)
    {
        var json = SharedOptions.Json();
        return new Verb("seal", "Seal now what is there", "./iot audit seal") { json }.Does(
            visit,
            async (services, args, token) => List(args.GetValue(json), await services.GetRequiredService<Sealer>().SealAsync(token)));
    }

    private static Verb Seals(Visit visit)
    {
        var (customer, json) = (Customer(), SharedOptions.Json());
        return new Verb("seals", "List the latest seal of each customer", "./iot audit seals") { customer, json }.Does(
            visit,
            async (services, args, token) =>
            {
                var stored = await services.GetRequiredService<SealStore>().LatestAsync(
                    await IdOfAsync(services, args.GetValue(customer), token), token);
                return List(args.GetValue(json), [.. stored.Select(one => one.Seal)]);
            });
    }

    private static int List(bool asJson, IReadOnlyList<Seal> seals) => Print.Table(
        asJson, seals.Select(PublishedSeal.Of), ["CUSTOMER", "SEAL", "SEALED", "EVENTS", "HASH"],
        seal => [seal.Customer, $"{seal.Number}", Json.Format(seal.SealedAt), $"{seal.Events}", seal.Hash]);
}
