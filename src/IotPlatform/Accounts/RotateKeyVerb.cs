using System.CommandLine;
using IotPlatform.Cli;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Accounts;

/// <summary><c>./iot keys rotate KEY [--overlap HOURS]</c></summary>
public static class RotateKeyVerb
{
    /// <summary>The verb.</summary>
    public static Verb Build(Visit visit)
    {
        var (key, json) = (KeysVerb.Key(), SharedOptions.Json());
        var overlap = new Option<int>("--overlap")
        {
            Description = $"For how many hours the old key works on, up to {AccountStore.LongestOverlap.Days * 24}; 24 without it",
            HelpName = "HOURS",
            DefaultValueFactory = _ => 24,
        };
        string[] examples = ["./iot keys rotate k3v9x0a1b2", "./iot keys rotate k3v9x0a1b2 --overlap 0"];
        const string description = "Make a new key with the same rights; the old one works on for a while";
        return new Verb("rotate", description, examples) { key, overlap, json }.Does(
            visit,
            (services, args, token) => RotateAsync(
                services.GetRequiredService<AccountStore>(), KeysVerb.LookupOf(args.GetValue(key)!), ReadOverlap(args.GetValue(overlap)),
                args.GetValue(json), token));
    }

    private static async Task<int> RotateAsync(
        AccountStore accounts, string lookup, Duration overlap, bool asJson, CancellationToken cancellation)
    {
        var secret = ApiKeySecret.New();
        if (await accounts.RotateKeyAsync(lookup, secret, overlap, cancellation) is not var (old, key))
            throw new RefusedException($"There is no key '{lookup}' that works; './iot keys list' shows all.");
        return Print.Result(
            asJson,
            new
            {
                key.Id,
                Key = secret.Text,
                key.Customer,
                key.Permissions,
                key.ExpiresAt,
                key.CreatedAt,
                OldId = old.Id,
                OldExpiresAt = old.ExpiresAt,
            },
            $"The key {old.Id} works until {KeysVerb.Text(old.ExpiresAt)}. Its successor is shown this once:\n{secret.Text}");
    }

    private static Duration ReadOverlap(int hours) => hours >= 0 && Duration.FromHours(hours) <= AccountStore.LongestOverlap
        ? Duration.FromHours(hours)
        : throw new RefusedException($"--overlap takes hours from 0 to {AccountStore.LongestOverlap.Days * 24}");
}
