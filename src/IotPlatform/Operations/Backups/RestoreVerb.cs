using System.CommandLine;
using System.Data;
using IotPlatform.Audit;
using IotPlatform.Cli;
using IotPlatform.Hosting;
using IotPlatform.Platform;
using Npgsql;
using Spectre.Console;

namespace IotPlatform.Operations;

/// <summary>
/// <c>./iot restore FOLDER</c>: a backup into an empty database, whole or not at all, and the proof that it is all there.
/// </summary>
public static class RestoreVerb
{
    /// <summary>The verb.</summary>
    public static Verb Build(IConfiguration configuration, Visit visit)
    {
        var path = new Argument<string>("FOLDER") { Description = "What ./iot backup has written" };
        var json = SharedOptions.Json();
        return new Verb(
            "restore", "Bring a backup into an empty database, and check that everything is there",
            "IOT_DATA_DIR=/var/lib/iot-new ./iot restore /var/backups/iot-monday")
        {
            path, json,
        }.Does(async (args, cancellation) =>
        {
            var folder = new BackupFolder(args.GetValue(path)!);
            var manifest = await folder.OpenAsync(cancellation);
            await Output.Progress.Status().StartAsync(
                "Restoring", status => RestoreAsync(configuration, folder, manifest, text => status.Status(text), cancellation));
            return await visit((services, token) => VerifyAsync(services, manifest, args.GetValue(json), token), cancellation);
        });
    }

    private static async Task RestoreAsync(
        IConfiguration configuration, BackupFolder folder, BackupManifest manifest, Action<string> saying, CancellationToken cancellation)
    {
        var settings = PlatformSettings.ReadOrFail(configuration);
        await using var database = await PlatformDatabase.OpenAsync(settings, DatabaseUse.Visit, Output.Note, cancellation);
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        if (await PlatformSchema.IsInAsync(connection, cancellation))
            throw new RefusedException(
                "There is a platform in this database already. Name an empty one: another IOT_DATA_DIR, or ConnectionStrings__Postgres.");
        var client = await PostgresClient.FindAsync(
            database.ConnectionString, Math.Max(manifest.Postgres, connection.PostgreSqlVersion.Major), cancellation);
        saying("Reading the dump");
        var restored = await client.RunAsync(
            "pg_restore",
            ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", $"--dbname={connection.Database}", folder.Dump],
            cancellation);
        if (restored.ExitCode != 0) throw new RefusedException($"pg_restore failed, and the database is as it was: {restored.LastLine}");
        await CompareAsync(connection, manifest, saying, cancellation);
    }

    private static async Task CompareAsync(
        NpgsqlConnection connection, BackupManifest manifest, Action<string> saying, CancellationToken cancellation)
    {
        await using (var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation))
        {
            var found = await TableFingerprint.OfAllAsync(connection, table => saying($"Comparing {Markup.Escape(table)}"), cancellation);
            if (TableFingerprint.Compare(manifest.Tables, found) is { Count: > 0 } differences)
                throw new RefusedException($"The database is not what the backup holds; do not use it. {string.Join("; ", differences)}.");
        }
        saying("Gathering statistics");
        await using var analyze = new NpgsqlCommand("analyze", connection) { CommandTimeout = 0 };
        await analyze.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<int> VerifyAsync(
        IServiceProvider services, BackupManifest manifest, bool asJson, CancellationToken cancellation)
    {
        var report = await services.GetRequiredService<AuditVerifier>().VerifyAsync(
            new(null, null), new Dictionary<long, Hash>(), cancellation);
        Print.Result(
            asJson,
            new { manifest.TakenAt, manifest.Events, manifest.Rows, Audit = report },
            string.Join(Environment.NewLine, report.Lines().Prepend(
                $"Restored {Plural.Of(manifest.Events, "event")} and {Plural.Of(manifest.Rows, "row")} in all, "
                + $"as of {Json.Format(manifest.TakenAt)}; each table holds what it held then.")));
        return report.IsIntact ? ExitCode.Done : ExitCode.Failed;
    }
}
