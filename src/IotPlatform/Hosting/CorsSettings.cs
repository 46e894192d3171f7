namespace IotPlatform.Hosting;

/// <summary>Which pages may call the API in a browser.</summary>
/// <param name="AllowedOrigins">Their origins as browsers write them; <c>*</c> alone: all; empty: none.</param>
public sealed record CorsSettings(IReadOnlyList<string> AllowedOrigins)
{
    private const string Setting = "Cors__AllowedOrigins";
    private const string Any = "*";

    internal static CorsSettings Read(SettingsReader reader)
    {
        var given = (reader.Text(Setting) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (given is [Any]) return new([Any]);
        foreach (var wrong in given.Where(text => Origin(text) is null))
            reader.Fault(Setting, $"* alone, or origins as scheme://host[:port] with commas between them, and \"{wrong}\" is none");
        return new([.. given.Select(Origin).OfType<string>().Distinct()]);
    }

    // Browsers write the host in lower case and leave the scheme's own port out.
    private static string? Origin(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri is not { Host.Length: > 0, UserInfo: "" }) return null;
        var host = text.IndexOf(Uri.SchemeDelimiter, StringComparison.Ordinal) + Uri.SchemeDelimiter.Length;
        return text.AsSpan(host).IndexOfAny("/\\?#") < 0 ? uri.GetLeftPart(UriPartial.Authority) : null;
    }
}
