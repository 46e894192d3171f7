using System.CommandLine;
using System.Data;
using System.Globalization;
using IotPlatform.Cli;
using IotPlatform.Hosting;
using IotPlatform.Platform;
using NodaTime;
using Npgsql;
using Spectre.Console;

namespace IotPlatform.Operations;

/// <summary><c>./iot backup [--out FOLDER]</c>: everything that the database holds, of one moment, beside the running platform.</summary>
public static class BackupVerb
{
    /// <summary>The verb.</summary>
    public static Verb Build(IConfiguration configuration, IClock clock)
    {
        var path = new Option<string?>("--out") { Description = "The folder to make; iot-backup-TIME without it", HelpName = "FOLDER" };
        var json = SharedOptions.Json();
        return new Verb(
            "backup", "Write everything to a folder, as it stands at one moment, while the platform runs",
            "./iot backup", "./iot backup --out /var/backups/iot-monday")
        {
            path, json,
        }.Does(async (args, cancellation) =>
        {
            var settings = PlatformSettings.ReadOrFail(configuration);
            await using var database = await PlatformDatabase.OpenAsync(settings, DatabaseUse.Visit, Output.Note, cancellation);
            var folder = new BackupFolder(args.GetValue(path) ?? NameOf(clock.GetCurrentInstant()));
            var manifest = await Output.Progress.Status().StartAsync(
                "Looking", status => TakeAsync(database.ConnectionString, folder, clock, text => status.Status(text), cancellation));
            return Print.Result(
                args.GetValue(json),
                new { Folder = folder.FullPath, manifest.TakenAt, manifest.Events, manifest.Rows, manifest.DumpBytes, manifest.DumpSha256 },
                $"Wrote {Plural.Of(manifest.Events, "event")} and {Plural.Of(manifest.Rows, "row")} in all, "
                + $"as of {Json.Format(manifest.TakenAt)}, to {folder.FullPath}.");
        });
    }

    private static async Task<BackupManifest> TakeAsync(
        string connectionString, BackupFolder folder, IClock clock, Action<string> saying, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        if (!await PlatformSchema.IsInAsync(connection, cancellation))
            throw new RefusedException("There is no platform in this database yet, so there is nothing to save.");
        folder.Create();
        try
        {
            return await TakeAsync(connection, connectionString, folder, clock, saying, cancellation);
        }
        catch
        {
            folder.Discard();
            throw;
        }
    }

    // The dump reads the very snapshot that the fingerprints are of.
    private static async Task<BackupManifest> TakeAsync(
        NpgsqlConnection connection, string connectionString, BackupFolder folder, IClock clock, Action<string> saying,
        CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var snapshot = (string)(await connection.ScalarAsync("select pg_export_snapshot()", cancellation))!;
        var takenAt = clock.GetCurrentInstant();
        var major = connection.PostgreSqlVersion.Major;
        var client = await PostgresClient.FindAsync(connectionString, major, cancellation);
        var dump = client.RunAsync(
            "pg_dump",
            ["--format=custom", "--no-owner", "--no-privileges", "--no-comments", $"--snapshot={snapshot}", $"--file={folder.Dump}"],
            cancellation);
        var tables = await TableFingerprint.OfAllAsync(connection, table => saying($"Counting {Markup.Escape(table)}"), cancellation);
        var events = tables.Single(table => table.Table == PlatformSchema.Events).Rows;
        saying("Writing the dump");
        if (await dump is { ExitCode: not 0 } failed) throw new RefusedException($"pg_dump failed: {failed.LastLine}");
        var (bytes, hash) = await folder.HashOfDumpAsync(cancellation);
        var manifest = new BackupManifest(BackupManifest.CurrentFormat, takenAt, major, events, bytes, hash, tables);
        await folder.SealAsync(manifest, cancellation);
        return manifest;
    }

    private static string NameOf(Instant now) =>
        $"iot-backup-{now.ToDateTimeUtc().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
}
