using System.Text.RegularExpressions;

namespace IotPlatform.Notifications;

/// <summary>How a place of a config is shown.</summary>
public enum Showing
{
    /// <summary>As it was sent.</summary>
    Plain,

    /// <summary>Not at all.</summary>
    Masked,

    /// <summary>A URL, with all that follows the host masked.</summary>
    HostAlone,
}

/// <summary>Which places of a channel's config are secret: those that the platform knows, and members of any name that sounds so.</summary>
public static partial class SecretPlaces
{
    private static readonly string[] Suspicious = ["secret", "token", "passw", "passphrase", "credential", "authorization", "apikey"];

    // These count as whole words alone: no monkey is secret.
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "key", "keys", "auth", "bearer", "pwd", "pin" };

    /// <summary>How what stands at the end of these names is shown.</summary>
    public static Showing Of(string channelType, IReadOnlyList<string> names) => (channelType, names) switch
    {
        (ChannelTypes.Webhook, ["headers", ..]) => Showing.Masked,
        (ChannelTypes.Slack or ChannelTypes.Teams, ["webhook_url" or "url", ..]) => Showing.HostAlone,
        _ => names.Any(SoundsSecret) ? Showing.Masked : Showing.Plain,
    };

    private static bool SoundsSecret(string name) =>
        Array.Exists(Suspicious, part => name.Contains(part, StringComparison.OrdinalIgnoreCase))
        || Word().Matches(name).Any(word => Words.Contains(word.Value));

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word();
}
