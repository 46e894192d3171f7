using System.CommandLine;

namespace IotPlatform.Cli.Api;

/// <summary>
/// Where the API is and with which key it is asked: options, then the environment, then what <c>./iot run</c> left in its data directory.
/// </summary>
public sealed class ApiOptions
{
    private readonly Option<string?> _url = new("--url")
    {
        Description = "The platform's address; else IOT_URL, else http://localhost with Http__Port or 8080",
        HelpName = "URL",
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = "The API key; else IOT_API_KEY, else the key that the first start left in the data directory",
        HelpName = "KEY",
    };

    /// <summary>Gives a verb both options.</summary>
    public void AddTo(Command verb)
    {
        verb.Add(_url);
        verb.Add(_key);
    }

    /// <summary>A client as the command line and the environment say.</summary>
    public ApiClient Client(ParseResult parsed, TimeProvider time)
    {
        var url = parsed.GetValue(_url) ?? Variable("IOT_URL") ?? $"http://localhost:{Variable("Http__Port") ?? "8080"}";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new RefusedException($"'{url}' is no address; --url takes one such as http://localhost:8080");
        return new ApiClient(address, parsed.GetValue(_key) ?? Variable("IOT_API_KEY") ?? StoredKey(), time);
    }

    private static string StoredKey()
    {
        var file = Path.Combine(Variable("IOT_DATA_DIR") ?? "data", "api-key");
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"No API key: give one with --key or IOT_API_KEY (there is none to be read in {file})");
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
