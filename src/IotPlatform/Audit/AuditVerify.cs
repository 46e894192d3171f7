using System.CommandLine;
using IotPlatform.Cli;
using IotPlatform.Platform;

namespace IotPlatform.Audit;

/// <summary>
/// <c>./iot audit verify [--customer NAME] [--stream ID] [--seal NUMBER:HASH]</c>, or <c>--file FILE</c> without a database.
/// </summary>
public static class AuditVerify
{
    /// <summary>The verb.</summary>
    public static Verb Build(Visit visit)
    {
        var (customer, json) = (AuditVerb.Customer(), SharedOptions.Json());
        var stream = new Option<string?>("--stream") { Description = "Verify one stream: the id of a resource", HelpName = "ID" };
        var file = new Option<string?>("--file") { Description = "Verify an exported file, without a database", HelpName = "FILE" };
        var seal = new Option<string?>("--seal") { Description = "A seal that you kept, to verify against", HelpName = "NUMBER:HASH" };
        string[] examples = ["./iot audit verify", "./iot audit verify --customer default --json"];
        return new Verb("verify", "Verify events against their hash chains and seals; exit code 1 if anything was changed", examples)
        {
            customer, stream, file, seal, json,
        }.Does((args, token) =>
        {
            var published = ReadSeal(args.GetValue(seal));
            if (args.GetValue(file) is { } path) return Task.FromResult(VerifyFile(path, published, args.GetValue(json)));
            if (published.Count > 0 && args.GetValue(customer) is null) throw new RefusedException("Say whose seal it is: --customer NAME");
            return visit(
                (services, inner) =>
                    VerifyAsync(services, args.GetValue(customer), args.GetValue(stream), published, args.GetValue(json), inner), token);
        });
    }

    private static async Task<int> VerifyAsync(
        IServiceProvider services, string? name, string? stream, Dictionary<long, Hash> published, bool asJson, CancellationToken cancellation)
    {
        var customer = await AuditVerb.IdOfAsync(services, name, cancellation);
        return Report(
            asJson, await services.GetRequiredService<AuditVerifier>().VerifyAsync(new(customer, stream), published, cancellation));
    }

    private static int VerifyFile(string path, Dictionary<long, Hash> published, bool asJson)
    {
        if (!File.Exists(path)) throw new RefusedException($"There is no file '{path}'.");
        var (file, fault) = AuditFile.Read(File.ReadAllText(path));
        return file is null
            ? throw new RefusedException($"'{path}' is no exported audit file: {fault}.")
            : Report(asJson, FileCheck.Check(file, published));
    }

    private static int Report(bool asJson, AuditReport report)
    {
        Print.Result(asJson, report, string.Join(Environment.NewLine, report.Lines()));
        return report.IsIntact ? ExitCode.Done : ExitCode.Failed;
    }

    private static Dictionary<long, Hash> ReadSeal(string? text)
    {
        if (text is null) return [];
        var parts = text.Split(':');
        return parts.Length == 2 && long.TryParse(parts[0], out var number) && Hash.Parse(parts[1]) is { IsNone: false } hash
            ? new() { [number] = hash }
            : throw new RefusedException("--seal takes the number of a seal and its hash, as 17:0f3a...");
    }
}
