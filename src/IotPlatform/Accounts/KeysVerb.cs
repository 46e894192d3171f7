using System.CommandLine;
using IotPlatform.Cli;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Accounts;

/// <summary><c>./iot keys list [--customer NAME]</c>, <c>./iot keys revoke KEY</c>, and the verbs in files of their own.</summary>
public static class KeysVerb
{
    /// <summary>The verb with those below it.</summary>
    public static Verb Build(Visit visit) =>
        new("keys", "Create, list, rotate and revoke API keys") { CreateKeyVerb.Build(visit), List(visit), RotateKeyVerb.Build(visit), Revoke(visit) };

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

    private static async Task<int> ListAsync(AccountStore accounts, string? nameOrId, bool asJson, CancellationToken cancellation)
    {
        var customer = nameOrId is null ? null : await CustomerArgument.FindAsync(accounts, nameOrId, cancellation);
        var keys = await accounts.ListKeysAsync(customer?.Id, cancellation);
        return Print.Table(
            asJson,
            keys.Select(key =>
                new { key.Id, key.Customer, key.Services, key.Permissions, key.ExpiresAt, key.CreatedAt, key.LastUsedAt, key.RevokedAt }),
            ["KEY", "CUSTOMER", "PERMISSIONS", "EXPIRES", "CREATED", "LAST USED", "REVOKED"],
            key =>
            [
                key.Id, key.Customer, string.Join(',', key.Permissions), Text(key.ExpiresAt), Json.Format(key.CreatedAt), Text(key.LastUsedAt),
                Text(key.RevokedAt),
            ]);
    }

    private static async Task<int> RevokeAsync(AccountStore accounts, string lookup, bool asJson, CancellationToken cancellation)
    {
        if (await accounts.RevokeKeyAsync(lookup, cancellation) is not { } key)
            throw new RefusedException($"There is no key '{lookup}'; './iot keys list' shows all.");
        return Print.Result(asJson, new { key.Id, key.RevokedAt }, $"Revoked the key {key.Id}; it has stopped working on all nodes.");
    }

    /// <summary>The key that a verb is about.</summary>
    internal static Argument<string> Key() => new("KEY") { Description = "The key's ten lookup characters, or the whole key" };

    /// <summary>The lookup characters of a key that may be given whole.</summary>
    internal static string LookupOf(string key) => key.Length > 10 && ApiKeySecret.TryParse(key, out var whole) ? whole.Lookup : key;

    /// <summary>The customer whose keys they are.</summary>
    internal static Option<string?> Customer(string description) => new("--customer") { Description = description, HelpName = "NAME" };

    /// <summary>A time for people, or a dash.</summary>
    internal static string Text(Instant? time) => time is { } known ? Json.Format(known) : "-";
}
