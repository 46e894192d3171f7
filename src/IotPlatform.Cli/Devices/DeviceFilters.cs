using System.CommandLine;
using IotPlatform.Cli.Names;

namespace IotPlatform.Cli.Devices;

/// <summary>Options that say which devices are meant.</summary>
internal sealed class DeviceFilters
{
    private readonly Option<string?> _status = new("--status") { Description = "Those that are active, or inactive" };
    private readonly Option<string?> _type = new("--type") { Description = "Those of a type" };
    private readonly Option<string?> _tag = new("--tag") { Description = "Those with a tag" };
    private readonly Option<string?> _group = new("--group") { Description = "Those in a group, by its name or id" };
    private readonly Option<string?> _profile = new("--profile") { Description = "Those with a profile, by its name or id" };

    private readonly Option<string?> _search =
        new("--search") { Description = "Those whose id, name or description holds a text", HelpName = "TEXT" };

    public void AddTo(Verb verb)
    {
        _status.AcceptOnlyFromAmong("active", "inactive");
        foreach (var option in new[] { _status, _type, _tag, _group, _profile, _search }) verb.Add(option);
    }

    /// <summary>The path of the list.</summary>
    public async Task<string> PathAsync(ParseResult parsed, NameBooks books, CancellationToken cancellation)
    {
        var filters = new List<string>();
        Add("status", parsed.GetValue(_status));
        Add("device_type", parsed.GetValue(_type));
        Add("tag", parsed.GetValue(_tag));
        Add("search", parsed.GetValue(_search));
        if (parsed.GetValue(_group) is { } group) Add("group_id", IdOf(await books.GroupsAsync(cancellation), "--group", group));
        if (parsed.GetValue(_profile) is { } profile) Add("profile_id", IdOf(await books.ProfilesAsync(cancellation), "--profile", profile));
        return filters.Count == 0 ? "devices" : $"devices?{string.Join('&', filters)}";

        void Add(string name, string? value)
        {
            if (value is not null) filters.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }

    private static string IdOf(NameBook book, string option, string text) =>
        book.Find(text) switch { ({ } id, _) => id, var (_, fault) => throw new RefusedException($"{option} {fault}") };
}
