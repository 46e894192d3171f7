using System.Text.RegularExpressions;
using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>Reads the config of a webhook.</summary>
public static partial class WebhookMembers
{
    private const int MaxHeaders = 20;

    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Expect", "User-Agent",
    };

    private static readonly string[] OwnPrefixes = ["webhook-", "content-", "proxy-"];

    public static WebhookConfig Read(Body body, bool allowPrivateNetworks) => new(
        ConfigMembers.Url(body, allowPrivateNetworks, "url"), ReadSecret(body) is { } secret ? [secret] : [], ReadHeaders(body));

    private static string? ReadSecret(Body body)
    {
        if (ConfigMembers.Spelling(body, FormerSecret.Member) is not { } name) return null;
        if (!JsonText.TryGetString(body.Root.GetProperty(name), out var secret)) body.AddFault(name, "must be a string");
        else if (WebhookSecret.FaultIn(secret) is { } fault) body.AddFault(name, fault);
        return secret;
    }

    private static Dictionary<string, string> ReadHeaders(Body body)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (ConfigMembers.Spelling(body, "headers") is not { } name || !body.Members(name).IsPresent) return headers;
        foreach (var header in body.Root.GetProperty(name).EnumerateObject())
        {
            var value = JsonText.TryGetString(header.Value, out var text) ? text : null;
            if (FaultIn(header.Name, value) is { } fault) body.AddFault($"{name}.{header.Name}", fault);
            else if (!headers.TryAdd(header.Name, value!))
                body.AddFault($"{name}.{header.Name}", "is named twice; capitals make no difference");
        }
        if (headers.Count > MaxHeaders) body.AddFault(name, $"must be {MaxHeaders} at most");
        return headers;
    }

    private static string? FaultIn(string name, string? value)
    {
        if (!Name().IsMatch(name)) return "is no name of a header; use letters, digits and hyphens";
        if (OwnHeaders.Contains(name) || Array.Exists(OwnPrefixes, own => name.StartsWith(own, StringComparison.OrdinalIgnoreCase)))
            return "is set by the platform itself; leave it out";
        return value is not null && Value().IsMatch(value)
            ? null
            : "must be a string of 1 to 2048 printable ASCII characters, with no space at either end";
    }

    [GeneratedRegex("""\A[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}\z""")]
    private static partial Regex Name();

    [GeneratedRegex("""\A(?=.{1,2048}\z)[!-~](?:[ -~]*[!-~])?\z""")]
    private static partial Regex Value();
}
