using System.CommandLine;
using IotPlatform.Cli.Names;

namespace IotPlatform.Cli.Devices;

/// <summary>Options that narrow the list of devices down: those stay that pass all of them.</summary>
internal sealed class DeviceFilters
{
    private readonly Option<string?> _status = new("--status") { Description = "Those that are active, or inactive" };
    private readonly Option<string?> _type = new("--type") { Description = "Those of a type" };
    private readonly Option<string?> _tag = new("--tag") { Description = "Those with a tag" };
    private readonly Option<string?> _group = new("--group") { Description = "Those in a group, by its name or id" };
    private readonly Option<string?> _profile = new("--profile") { Description = "Those with a profile, by its name or id" };

    private readonly Option<string?> _search =
        new("--search") { Description = "Those whose id, name or description holds a text", HelpName = "TEXT" };

    private IReadOnlyList<Option<string?>> All => [_status, _type, _tag, _group, _profile, _search];

    public void AddTo(Verb verb)
    {
        _status.AcceptOnlyFromAmong("active", "inactive");
        foreach (var option in All) verb.Add(option);
    }

    /// <summary>Whether the command line has one of them.</summary>
    public bool AreGiven(ParseResult parsed) => All.Any(option => parsed.GetValue(option) is not null);

    /// <summary>The path of the list.</summary>
    public async Task<string> PathAsync(ParseResult parsed, NameBooks books, CancellationToken cancellation)
    {
        var filters = new List<string>();
        Add("status", parsed.GetValue(_status));
        Add("device_type", parsed.GetValue(_type));
        Add("tag", parsed.GetValue(_tag));
        Add("search", parsed.GetValue(_search));
        if (parsed.GetValue(_group) is { } group) Add("group_id", IdOf(await books.GroupsAsync(cancellation), _group, group));
        if (parsed.GetValue(_profile) is { } profile) Add("profile_id", IdOf(await books.ProfilesAsync(cancellation), _profile, profile));
        return filters.Count == 0 ? "devices" : $"devices?{string.Join('&', filters)}";

        void Add(string name, string? value)
        {
            if (value is not null) filters.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }

    private static string IdOf(NameBook book, Option option, string text) =>
        book.Find(text) switch { ({ } id, _) => id, var (_, fault) => throw new RefusedException($"{option.Name} {fault}") };
}
