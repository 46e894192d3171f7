using System.CommandLine;
using IotPlatform.Alarms;
using IotPlatform.Cli;
using IotPlatform.Platform;

namespace IotPlatform.Audit;

/// <summary><c>./iot audit export --alarm ID [--out FILE]</c>: an alarm's events with the proofs of them.</summary>
public static class AuditExport
{
    /// <summary>The verb.</summary>
    public static Verb Build(Visit visit)
    {
        var alarm = new Option<string>("--alarm") { Description = "The id of the alarm", HelpName = "ID", Required = true };
        var customer = new Option<string?>("--customer")
        {
            Description = "The name or id of the customer whose alarm it is",
            HelpName = "NAME",
        };
        var seal = new Option<string?>("--seal") { Description = "Add the seals up to this one, which was published", HelpName = "NUMBER" };
        var (file, json) = (SharedOptions.Out(), SharedOptions.Json());
        var example = "./iot audit export --alarm 01a208e0-2221-7b35-a22c-590e0faf81ac --out alarm.json";
        return new Verb(
            "export", "Write an alarm's events with proofs that seals hold them", example) { alarm, customer, seal, file, json }.Does(
            visit,
            async (services, args, token) =>
            {
                var proofs = await ExportAsync(
                    services, args.GetValue(alarm)!, args.GetValue(customer), ReadNumber(args.GetValue(seal)), token);
                return await WriteAsync(proofs, args.GetValue(file), args.GetValue(json), token);
            });
    }

    private static async Task<AuditFile> ExportAsync(
        IServiceProvider services, string alarm, string? customer, long toSeal, CancellationToken cancellation)
    {
        var (owner, refusal) = await services.GetRequiredService<AlarmArchive>().FindAsync(alarm, customer, cancellation);
        if (owner is null) throw new RefusedException(refusal!);
        return await services.GetRequiredService<AuditExporter>().ExportAsync(owner, alarm, toSeal, cancellation)
            ?? throw new RefusedException($"Events of the alarm are missing; './iot audit verify --stream {alarm}' names them.");
    }

    private static async Task<int> WriteAsync(AuditFile proofs, string? path, bool asJson, CancellationToken cancellation)
    {
        if (path is null)
        {
            Output.Line(proofs.Write());
            return ExitCode.Done;
        }
        await File.WriteAllTextAsync(path, proofs.Write(), cancellation);
        var (events, seals) = (proofs.Events.Count, proofs.Seals.Count);
        return Print.Result(
            asJson, new { File = path, Events = events, Seals = seals }, $"Wrote {Plural.Of(events, "event")} and {Plural.Of(seals, "seal")} to {path}.");
    }

    // As it was printed: the number alone, or with its hash.
    private static long ReadNumber(string? text)
    {
        if (text is null) return 0;
        return long.TryParse(text.Split(':')[0], out var number)
            ? number
            : throw new RefusedException("--seal takes the number of a seal, as 17");
    }
}
