using System.Net;

namespace IotPlatform.Platform;

/// <summary>What the URLs of customers that the platform calls must be like. Where a name leads is seen when it is called.</summary>
public static class OutgoingUrl
{
    private const int MaxLength = 2048;
    private const string Localhost = "localhost";

    /// <summary>What is wrong with a URL, as the remedy; null when nothing is.</summary>
    /// <param name="text">The URL as the customer wrote it.</param>
    /// <param name="allowPrivateNetworks">Whether the operator lets the platform call its neighbours, and call without TLS.</param>
    public static string? FaultIn(string text, bool allowPrivateNetworks)
    {
        if (text.Length > MaxLength) return $"must have {MaxLength} characters at most";
        if (Parse(text) is not { } url) return "must be an absolute URL";
        if (url.Scheme != Uri.UriSchemeHttps && !(allowPrivateNetworks && url.Scheme == Uri.UriSchemeHttp)) return "must be an https URL";
        if (url.UserInfo.Length > 0 || Authority(text).Contains('@')) return "must not hold a user name or password";
        if (!url.Host.All(char.IsAscii)) return "must name its host in ASCII: an international name in its xn-- form";
        if (url.Host.EndsWith('.')) return "must not end its host in a dot";
        return allowPrivateNetworks || IsPublic(url.DnsSafeHost) ? null : "must lead to a public address, not into a private network";
    }

    // The parser drops white space and turns backslashes round; what it calls would not be what people read.
    private static Uri? Parse(string text) =>
        !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '\\')
            && text.Contains(Uri.SchemeDelimiter, StringComparison.Ordinal)
            && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0
                ? url
                : null;

    // An empty user name leaves no trace in the parsed URL.
    private static ReadOnlySpan<char> Authority(string text)
    {
        var rest = text.AsSpan(text.IndexOf(Uri.SchemeDelimiter, StringComparison.Ordinal) + Uri.SchemeDelimiter.Length);
        var end = rest.IndexOfAny("/?#");
        return end < 0 ? rest : rest[..end];
    }

    private static bool IsPublic(string host) => IPAddress.TryParse(host, out var address)
        ? PublicAddress.IsPublic(address)
        : host != Localhost && !host.EndsWith("." + Localhost, StringComparison.Ordinal);
}
