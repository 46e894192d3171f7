using System.CommandLine;
using IotPlatform.Cli;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Accounts;

/// <summary><c>./iot keys create --customer NAME [--permissions read,write] [--expires DATE]</c>, <c>list</c>, <c>rotate KEY</c>, <c>revoke KEY</c></summary>
public static class KeysVerb
{
    /// <summary>The verb with those below it.</summary>
    public static Verb Build(Visit visit) =>
        new("keys", "Create, list, rotate and revoke API keys") { Create(visit), List(visit), Rotate(visit), Revoke(visit) };

    private static Verb Create(Visit visit)
    {
        var customer = Customer("The customer's name or id");
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
        string[] examples = [
            "./iot keys create --customer default", "./iot keys create --customer default --permissions read --expires 2030-12-31"];
        return new Verb("create", "Create an API key, which is shown this once", examples) { customer, permissions, expires, json }.Does(
            visit,
            (services, args, token) => CreateAsync(
                services.GetRequiredService<AccountStore>(), args.GetValue(customer)!, ReadPermissions(args.GetValue(permissions)!),
                ReadExpiry(args.GetValue(expires)), args.GetValue(json), token));
    }

    private static Verb List(Visit visit)
    {
        var customer = Customer("Only keys of this customer, by name or id");
        var json = SharedOptions.Json();
        string[] examples = ["./iot keys list", "./iot keys list --customer default --json"];
        return new Verb("list", "List API keys, without their secrets", examples) { customer, json }.Does(
            visit,
            (services, args, token) => ListAsync(
                services.GetRequiredService<AccountStore>(), args.GetValue(customer), args.GetValue(json), token));
    }

    private static Verb Revoke(Visit visit)
    {
        var (key, json) = (Key(), SharedOptions.Json());
        return new Verb("revoke", "Make a key work no more, on all nodes at once", "./iot keys revoke k3v9x0a1b2") { key, json }.Does(
            visit,
            (services, args, token) =>
                RevokeAsync(services.GetRequiredService<AccountStore>(), LookupOf(args.GetValue(key)!), args.GetValue(json), token));
    }

    private static Verb Rotate(Visit visit)
    {
        var (key, json) = (Key(), SharedOptions.Json());
        var overlap = new Option<int>("--overlap")
        {
            Description = $"For how many hours the old key works on, up to {AccountStore.LongestOverlap.Days * 24}; 24 without it",
            HelpName = "HOURS",
            DefaultValueFactory = _ => 24,
        };
        string[] examples = ["./iot keys rotate k3v9x0a1b2", "./iot keys rotate k3v9x0a1b2 --overlap 0"];
        return new Verb(
            "rotate", "Make a new key with the same rights; the old one works on for a while", examples) { key, overlap, json }.Does(
            visit,
            (services, args, token) => RotateAsync(
                services.GetRequiredService<AccountStore>(), LookupOf(args.GetValue(key)!), ReadOverlap(args.GetValue(overlap)),
                args.GetValue(json), token));
    }

    private static async Task<int> CreateAsync(
        AccountStore accounts, string nameOrId, IReadOnlyList<string> permissions, Instant? expiresAt, bool asJson, CancellationToken cancellation)
    {
        var customer = await FindAsync(accounts, nameOrId, cancellation);
        var secret = ApiKeySecret.New();
        var key = await accounts.CreateKeyAsync(secret, customer.Id, permissions, expiresAt, cancellation);
        return Print.Result(
            asJson,
            new { key.Id, Key = secret.Text, key.Customer, key.Permissions, key.ExpiresAt, key.CreatedAt },
            $"Created a key for '{customer.Name}'. It is shown this once:\n{secret.Text}");
    }

    private static async Task<int> ListAsync(AccountStore accounts, string? nameOrId, bool asJson, CancellationToken cancellation)
    {
        var customer = nameOrId is null ? null : await FindAsync(accounts, nameOrId, cancellation);
        var keys = await accounts.ListKeysAsync(customer?.Id, cancellation);
        return Print.Table(
            asJson,
            keys.Select(key =>
                new { key.Id, key.Customer, key.Services, key.Permissions, key.ExpiresAt, key.CreatedAt, key.LastUsedAt, key.RevokedAt }),
            ["KEY", "CUSTOMER", "PERMISSIONS", "EXPIRES", "CREATED", "LAST USED", "REVOKED"],
            key =>
            [
                key.Id, key.Customer, string.Join(
                    ',', key.Permissions), Text(key.ExpiresAt), Json.Format(key.CreatedAt), Text(key.LastUsedAt), Text(key.RevokedAt),
            ]);
    }

    private static async Task<int> RotateAsync(
        AccountStore accounts, string lookup, Duration overlap, bool asJson, CancellationToken cancellation)
    {
        var secret = ApiKeySecret.New();
        if (await accounts.RotateKeyAsync(lookup, secret, overlap, cancellation) is not var (old, key))
            throw new RefusedException($"There is no key '{lookup}' that works; './iot keys list' shows all.");
        return Print.Result(
            asJson,
            new { key.Id, Key = secret.Text, key.Customer, key.Permissions, key.ExpiresAt, key.CreatedAt, OldId = old.Id, OldExpiresAt = old.ExpiresAt },
            $"The key {old.Id} works until {Text(old.ExpiresAt)}. Its successor is shown this once:\n{secret.Text}");
    }

    private static async Task<int> RevokeAsync(AccountStore accounts, string lookup, bool asJson, CancellationToken cancellation)
    {
        if (await accounts.RevokeKeyAsync(lookup, cancellation) is not { } key)
            throw new RefusedException($"There is no key '{lookup}'; './iot keys list' shows all.");
        return Print.Result(asJson, new { key.Id, key.RevokedAt }, $"Revoked the key {key.Id}; it has stopped working on all nodes.");
    }

    private static async Task<Customer> FindAsync(AccountStore accounts, string nameOrId, CancellationToken cancellation) =>
        await accounts.FindCustomerAsync(nameOrId, cancellation) ?? throw new RefusedException(AccountStore.NoCustomer(nameOrId));

    private static Argument<string> Key() => new("KEY") { Description = "The key's ten lookup characters, or the whole key" };

    private static string LookupOf(string key) => key.Length > 10 && ApiKeySecret.TryParse(key, out var whole) ? whole.Lookup : key;

    private static Duration ReadOverlap(int hours) => hours >= 0 && Duration.FromHours(hours) <= AccountStore.LongestOverlap
        ? Duration.FromHours(hours)
        : throw new RefusedException($"--overlap takes hours from 0 to {AccountStore.LongestOverlap.Days * 24}");

    private static Option<string?> Customer(string description) => new("--customer") { Description = description, HelpName = "NAME" };

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

    private static string Text(Instant? time) => time is { } known ? Json.Format(known) : "-";
}
