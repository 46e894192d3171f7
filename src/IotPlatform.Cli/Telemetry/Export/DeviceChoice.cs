using System.CommandLine;
using IotPlatform.Cli.Api;

namespace IotPlatform.Cli.Telemetry.Export;

/// <summary>Options that say which devices are meant.</summary>
internal sealed class DeviceChoice
{
    private readonly Option<string[]> _devices = new("--device") { Description = "A device; may be given again", HelpName = "ID" };
    private readonly Option<bool> _all = new("--all") { Description = "All devices" };
    private readonly Option<string?> _group = new("--group") { Description = "The devices of a group", HelpName = "ID" };
    private readonly Option<string?> _profile = new("--profile") { Description = "The devices of a profile", HelpName = "ID" };

    public void AddTo(Command verb)
    {
        foreach (var option in new Option[] { _devices, _all, _group, _profile }) verb.Add(option);
    }

    /// <summary>Their ids, each once and in their order, so that the same telemetry makes the same file wherever it comes from.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(ParseResult parsed, ApiClient api, CancellationToken cancellation)
    {
        var (named, group, profile) = (parsed.GetValue(_devices) ?? [], parsed.GetValue(_group), parsed.GetValue(_profile));
        if (named.Length == 0 && group is null && profile is null && !parsed.GetValue(_all))
            throw new RefusedException("Which devices? Say --device ID, --group ID, --profile ID or --all");
        var ids = named.ToList();
        if (group is not null) await AddAsync(ids, api, $"devices?group_id={Uri.EscapeDataString(group)}", cancellation);
        if (profile is not null) await AddAsync(ids, api, $"devices?profile_id={Uri.EscapeDataString(profile)}", cancellation);
        if (parsed.GetValue(_all)) await AddAsync(ids, api, "devices", cancellation);
        return [.. ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static async Task AddAsync(List<string> ids, ApiClient api, string path, CancellationToken cancellation)
    {
        await foreach (var device in api.ListAsync(path, "devices", cancellation)) ids.Add(device["device_id"]!.ToString());
    }
}
