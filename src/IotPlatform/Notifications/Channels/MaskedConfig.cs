using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>A config as it may be shown, and apart from it what the masks in it stand for.</summary>
/// <param name="Text">As it was sent, character for character, but for the masks.</param>
/// <param name="Secrets">By their places. A webhook's secret that the platform made has no mask in the text.</param>
public sealed record MaskedConfig(RawJson Text, IReadOnlyDictionary<string, string> Secrets)
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "********";

    /// <summary>The empty config.</summary>
    public static MaskedConfig None { get; } = new(new("{}"), new Dictionary<string, string>());

    /// <summary>Parts a config that may hold secrets.</summary>
    public static MaskedConfig Of(string channelType, string config)
    {
        var secrets = new Dictionary<string, string>();
        var text = JsonValues.Replace(config, (place, value) =>
        {
            var showing = value is null ? Showing.Plain : SecretPlaces.Of(channelType, [.. place.Names]);
            if (showing is Showing.Plain) return null;
            secrets[place.ToString()] = value!;
            return showing is Showing.HostAlone ? MaskUrl(value!) : Mask;
        });
        return new(new(text), secrets);
    }

    /// <summary>The config with its secrets.</summary>
    public string Unmask() => JsonValues.Replace(Text.Text, (place, _) => Secrets.GetValueOrDefault(place.ToString()));

    /// <summary>
    /// The secrets after a change: where a mask was sent back, what is stored at its place. A mask that stands for nothing is a fault.
    /// </summary>
    public MaskedConfig Keep(IReadOnlyDictionary<string, string> stored, ICollection<Fault> faults)
    {
        var secrets = new Dictionary<string, string>(Secrets);
        foreach (var (place, value) in Secrets.Where(secret => IsMask(secret.Value)))
        {
            if (stored.TryGetValue(place, out var kept) && (value == Mask || value == MaskUrl(kept))) secrets[place] = kept;
            else faults.Add(new($"config.{place}", "is a mask, and nothing is stored here that it could stand for; send the value itself"));
        }
        return this with { Secrets = secrets };
    }

    /// <summary>This config, signed for by <paramref name="secret"/> if it names none itself.</summary>
    public MaskedConfig WithDefault(string secret) => Secrets.ContainsKey(FormerSecret.Member)
        ? this
        : this with { Secrets = new Dictionary<string, string>(Secrets) { [FormerSecret.Member] = secret } };

    /// <summary>Whether both say the same.</summary>
    public bool Equals(MaskedConfig? other) => other is not null && Text == other.Text && Secrets.Count == other.Secrets.Count
        && Secrets.All(secret => other.Secrets.TryGetValue(secret.Key, out var value) && value == secret.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode();

    private static bool IsMask(string value) => value == Mask || value.EndsWith($"/{Mask}", StringComparison.Ordinal);

    private static string MaskUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0 && url.UserInfo.Length == 0
            ? $"{url.Scheme}://{url.Authority}/{Mask}"
            : Mask;
}
