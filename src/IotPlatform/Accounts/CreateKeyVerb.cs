using System.CommandLine;
using IotPlatform.Cli;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Accounts;

/// <summary><c>./iot keys create --customer NAME [--permissions read,write] [--expires DATE]</c></summary>
public static class CreateKeyVerb
{
    /// <summary>The verb.</summary>
    public static Verb Build(Visit visit)
    {
        var customer = KeysVerb.Customer("The customer's name or id");
        customer.Required = true;
        var permissions = new Option<string>("--permissions")
        {
            Description = "read, write or both: read,write (the default)",
            HelpName = "LIST",
            DefaultValueFactory = _ => $"{ApiKey.Read},{ApiKey.Write}",
        };
        var expires = new Option<string?>("--expires")
        {
            Description = "The last day on which the key works, as 2027-01-31; never expires without it",
            HelpName = "DATE",
        };
        var json = SharedOptions.Json();
        string[] examples =
        [
            "./iot keys create --customer default", "./iot keys create --customer default --permissions read --expires 2030-12-31",
        ];
        return new Verb("create", "Create an API key, which is shown this once", examples) { customer, permissions, expires, json }.Does(
            visit,
            (services, args, token) => CreateAsync(
                services.GetRequiredService<AccountStore>(), args.GetValue(customer)!, ReadPermissions(args.GetValue(permissions)!),
                ReadExpiry(args.GetValue(expires)), args.GetValue(json), token));
    }

    private static async Task<int> CreateAsync(
        AccountStore accounts, string nameOrId, IReadOnlyList<string> permissions, Instant? expiresAt, bool asJson, CancellationToken cancellation)
    {
        var customer = await CustomerArgument.FindAsync(accounts, nameOrId, cancellation);
        var secret = ApiKeySecret.New();
        var key = await accounts.CreateKeyAsync(secret, customer.Id, permissions, expiresAt, cancellation);
        return Print.Result(
            asJson,
            new { key.Id, Key = secret.Text, key.Customer, key.Permissions, key.ExpiresAt, key.CreatedAt },
            $"Created a key for '{customer.Name}'. It is shown this once:\n{secret.Text}");
    }

    private static List<string> ReadPermissions(string text)
    {
        var permissions = text.Split(',', StringSplitOptions.TrimEntries).Distinct().ToList();
        return permissions.Except([ApiKey.Read, ApiKey.Write]).Any()
            ? throw new RefusedException("--permissions takes read, write or read,write")
            : permissions;
    }

    private static Instant? ReadExpiry(string? text)
    {
        if (text is null) return null;
        var date = NodaTime.Text.LocalDatePattern.Iso.Parse(text);
        if (date.Success) return date.Value.PlusDays(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        return Times.TryParse(text, out var time) ? time : throw new RefusedException("--expires takes a date such as 2027-01-31");
    }
}
