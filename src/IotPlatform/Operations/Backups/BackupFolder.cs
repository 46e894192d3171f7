using System.Security.Cryptography;
using System.Text.Json;
using IotPlatform.Cli;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Operations;

/// <summary>What a backup says of itself, in its <c>manifest.json</c>.</summary>
/// <param name="Format">1; a restore refuses what it does not know.</param>
/// <param name="TakenAt">The moment that the backup is of: all tables are as they stood then.</param>
/// <param name="Postgres">The major version of the server.</param>
/// <param name="Events">How many events are in the store.</param>
/// <param name="DumpBytes">The length of <c>database.dump</c>.</param>
/// <param name="DumpSha256">Its SHA-256.</param>
/// <param name="Tables">What each table holds.</param>
public sealed record BackupManifest(
    int Format, Instant TakenAt, int Postgres, long Events, long DumpBytes, string DumpSha256, IReadOnlyList<TableFingerprint> Tables)
{
    /// <summary>The format that this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Rows of all tables.</summary>
    public long Rows => Tables.Sum(table => table.Rows);
}

/// <summary>The folder of a backup, which only its owner may read: a dump, and a manifest that is written last.</summary>
public sealed class BackupFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Its absolute path.</summary>
    public string FullPath { get; } = Path.GetFullPath(path);

    /// <summary>The dump, in PostgreSQL's custom format.</summary>
    public string Dump => Path.Combine(FullPath, "database.dump");

    private string Manifest => Path.Combine(FullPath, "manifest.json");

    /// <summary>Makes the folder.</summary>
    /// <exception cref="RefusedException">There is something already, or it cannot be made.</exception>
    public void Create()
    {
        if (Path.Exists(FullPath)) throw new RefusedException(
            $"There is something at {FullPath} already: choose another place with --out.");
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(FullPath);
            else Directory.CreateDirectory(FullPath, OwnerOnly);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"The folder {FullPath} cannot be made: choose a place that you may write with --out.");
        }
    }

    /// <summary>Makes the backup complete: without a manifest it is none.</summary>
    public async Task SealAsync(BackupManifest manifest, CancellationToken cancellation) =>
        await File.WriteAllTextAsync(Manifest, JsonSerializer.Serialize(manifest, Json.Api), cancellation);

    /// <summary>The manifest of a backup whose dump is what it was.</summary>
    /// <exception cref="RefusedException">It is no backup, or a damaged one.</exception>
    public async Task<BackupManifest> OpenAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Manifest) || !File.Exists(Dump))
            throw new RefusedException($"{FullPath} is no complete backup: manifest.json or database.dump is missing.");
        var manifest = await ReadAsync(cancellation);
        if (manifest.Format != BackupManifest.CurrentFormat)
            throw new RefusedException($"The backup has the format {manifest.Format}, "
                + $"this version reads {BackupManifest.CurrentFormat}: use the version that made it.");
        var (bytes, hash) = await HashOfDumpAsync(cancellation);
        return bytes == manifest.DumpBytes && hash == manifest.DumpSha256
            ? manifest
            : throw new RefusedException(
                $"{Dump} is damaged: it is not the file that the manifest names. Take another copy of the backup.");
    }

    /// <summary>Length and SHA-256 of the dump.</summary>
    public async Task<(long Bytes, string Sha256)> HashOfDumpAsync(CancellationToken cancellation)
    {
        await using var dump = File.OpenRead(Dump);
        return (dump.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(dump, cancellation)));
    }

    /// <summary>Removes what was begun.</summary>
    public void Discard() => Directory.Delete(FullPath, recursive: true);

    private async Task<BackupManifest> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllTextAsync(Manifest, cancellation), Json.Api)!;
        }
        catch (JsonException)
        {
            throw new RefusedException($"{Manifest} is no manifest of a backup.");
        }
    }
}
