using System.Net;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Names;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>Finds the groups and profiles that rows name, and creates those that are missing if it may.</summary>
public sealed class RowNames(ApiClient api, ImportOptions options) : IDisposable
{
    private const string MissingId = "";

    private readonly NameBooks _books = new(api);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The ids, or what is wrong with the row.</summary>
    public async Task<(RowReferences? References, RowFault? Fault)> FindAsync(DeviceRow row, CancellationToken cancellation)
    {
        if (row.Profile is null && row.Groups is null) return (new(null, null), null);
        await _turn.WaitAsync(cancellation);
        try
        {
            string? profileId = null;
            if (row.Profile is { } profile)
            {
                var (id, fault) = await FindAsync(await _books.ProfilesAsync(cancellation), "profile", "profiles", profile, cancellation);
                if (fault is not null) return (null, Faulty(row, fault));
                profileId = id;
            }
            if (row.Groups is null) return (new(profileId, null), null);
            var groupIds = new List<string>();
            foreach (var group in row.Groups)
            {
                var (id, fault) = await FindAsync(await _books.GroupsAsync(cancellation), "group", "groups", group, cancellation);
                if (fault is not null) return (null, Faulty(row, fault));
                groupIds.Add(id!);
            }
            return (new(profileId, groupIds), null);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<(string? Id, string? Fault)> FindAsync(
        NameBook book, string kind, string path, string text, CancellationToken cancellation)
    {
        if (book.Knows(text) || !options.CreatesMissing)
        {
            var (id, fault) = book.Find(text);
            return (id, fault is null ? null : $"{kind} {fault}");
        }
        if (options.IsDry) return (MissingId, null);
        var answer = await api.SendAsync(HttpMethod.Post, path, new JsonObject { ["name"] = text }, cancellation);
        if (answer.Status is HttpStatusCode.UnprocessableEntity) return (null, $"{kind} '{text}' cannot be created: {answer.Reason}");
        var created = answer.OrRefuse()["id"]!.GetValue<string>();
        book.Add(created, text);
        return (created, null);
    }

    private static RowFault Faulty(DeviceRow row, string fault) =>
        new(row.Number, row.DeviceId, fault, "correct it, or let it be created with --create-missing");
}
