using System.CommandLine;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Devices;
using IotPlatform.Cli.Names;

namespace IotPlatform.Cli.Telemetry.Export;

/// <summary>Options that say whose telemetry is meant; nobody's, until one of them is given.</summary>
internal sealed class DeviceChoice
{
    private readonly Option<string[]> _devices = new("--device") { Description = "A device; may be given again", HelpName = "ID" };
    private readonly Option<bool> _all = new("--all") { Description = "All devices" };
    private readonly DeviceFilters _filters = new();

    public void AddTo(Verb verb)
    {
        verb.Add(_devices);
        verb.Add(_all);
        _filters.AddTo(verb);
    }

    /// <summary>Their ids, each once and in their order, so that the same telemetry makes the same file wherever it comes from.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(ParseResult parsed, ApiClient api, CancellationToken cancellation)
    {
        var ids = (parsed.GetValue(_devices) ?? []).ToList();
        var isListed = parsed.GetValue(_all) || _filters.AreGiven(parsed);
        if (ids.Count == 0 && !isListed) throw new RefusedException("Which devices? Say --device ID, --all, or a filter such as --group");
        if (isListed)
        {
            var path = await _filters.PathAsync(parsed, new NameBooks(api), cancellation);
            await foreach (var device in api.ListAsync(path, "devices", cancellation)) ids.Add(device["device_id"]!.ToString());
        }
        return [.. ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
