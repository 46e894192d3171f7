using IotPlatform.Platform;
using JasperFx.CommandLine;
using NodaTime;

namespace IotPlatform.Accounts;

/// <summary>The arguments of <c>keys</c>.</summary>
public sealed class KeysInput
{
    [Description("create, list or revoke")]
    public string Action { get; set; } = "";

    [Description("The key to revoke: its ten lookup characters, or the whole key")]
    public string? Key { get; set; }

    [Description("The customer's name or id")]
    public string? CustomerFlag { get; set; }

    [Description("read, write or both: read,write (the default)")]
    public string? PermissionsFlag { get; set; }

    [Description("The last day on which the key works, as 2027-01-31; never expires without it")]
    public string? ExpiresFlag { get; set; }

    [Description("Print JSON")]
    public bool JsonFlag { get; set; }
}

/// <summary><c>./iot keys create --customer NAME [--permissions read,write] [--expires DATE]</c>, <c>list</c>, <c>revoke KEY</c></summary>
[Description("Create, list and revoke API keys", Name = "keys")]
public sealed class KeysCommand : JasperFxAsyncCommand<KeysInput>
{
    private readonly AccountStore _accounts;

    public KeysCommand(AccountStore accounts)
    {
        _accounts = accounts;
        Usage("Create or list API keys").Arguments(input => input.Action);
        Usage("Revoke an API key").Arguments(input => input.Action, input => input.Key!);
    }

    /// <inheritdoc/>
    public override Task<bool> Execute(KeysInput input) => input.Action switch
    {
        "create" => CreateAsync(input),
        "list" => ListAsync(input),
        "revoke" => RevokeAsync(input),
        _ => Task.FromResult(Output.Refuse($"'keys {input.Action}' is no command; there are create, list and revoke.")),
    };

    private async Task<bool> CreateAsync(KeysInput input)
    {
        if (input.CustomerFlag is null) return Output.Refuse("Say whose key it is: --customer NAME");
        if (await _accounts.FindCustomerAsync(input.CustomerFlag, CancellationToken.None) is not { } customer)
            return Output.Refuse(AccountStore.NoCustomer(input.CustomerFlag));
        var permissions = (input.PermissionsFlag ?? $"{ApiKey.Read},{ApiKey.Write}").Split(',', StringSplitOptions.TrimEntries).Distinct().ToList();
        if (permissions.Except([ApiKey.Read, ApiKey.Write]).Any())
            return Output.Refuse("--permissions takes read, write or read,write");
        if (!TryReadExpiry(input.ExpiresFlag, out var expiresAt))
            return Output.Refuse("--expires takes a date such as 2027-01-31");

        var secret = ApiKeySecret.New();
        var key = await _accounts.CreateKeyAsync(secret, customer.Id, permissions, expiresAt, CancellationToken.None);
        Output.Write(
            input.JsonFlag,
            new { key.Id, Key = secret.Text, key.Customer, key.Permissions, key.ExpiresAt, key.CreatedAt },
            $"Created a key for '{customer.Name}'. It is shown this once:\n{secret.Text}");
        return true;
    }

    private async Task<bool> ListAsync(KeysInput input)
    {
        var customer = input.CustomerFlag is { } name ? await _accounts.FindCustomerAsync(name, CancellationToken.None) : null;
        if (input.CustomerFlag is not null && customer is null) return Output.Refuse(AccountStore.NoCustomer(input.CustomerFlag));
        var keys = await _accounts.ListKeysAsync(customer?.Id, CancellationToken.None);
        Output.WriteTable(
            input.JsonFlag,
            keys.Select(key => new { key.Id, key.Customer, key.Services, key.Permissions, key.ExpiresAt, key.CreatedAt, key.RevokedAt }),
            ["KEY", "CUSTOMER", "PERMISSIONS", "EXPIRES", "CREATED", "REVOKED"],
            key => [key.Id, key.Customer, string.Join(',', key.Permissions), Text(key.ExpiresAt), Json.Format(key.CreatedAt), Text(key.RevokedAt)]);
        return true;
    }

    private async Task<bool> RevokeAsync(KeysInput input)
    {
        if (input.Key is null) return Output.Refuse("Say which key: ./iot keys revoke KEY");
        var lookup = input.Key.Length > 10 && ApiKeySecret.TryParse(input.Key, out var whole) ? whole.Lookup : input.Key;
        if (await _accounts.RevokeKeyAsync(lookup, CancellationToken.None) is not { } key)
            return Output.Refuse($"There is no key '{lookup}'; './iot keys list' shows all.");
        Output.Write(input.JsonFlag, new { key.Id, key.RevokedAt }, $"Revoked the key {key.Id}; it has stopped working on all nodes.");
        return true;
    }

    private static bool TryReadExpiry(string? text, out Instant? expiresAt)
    {
        expiresAt = null;
        if (text is null) return true;
        var date = NodaTime.Text.LocalDatePattern.Iso.Parse(text);
        if (date.Success) expiresAt = date.Value.PlusDays(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        else if (Times.TryParse(text, out var time)) expiresAt = time;
        return expiresAt is not null;
    }

    private static string Text(Instant? time) => time is { } known ? Json.Format(known) : "-";
}
