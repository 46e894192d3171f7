using IotPlatform.Accounts;
using IotPlatform.Alarms;
using IotPlatform.Platform;
using JasperFx.CommandLine;

namespace IotPlatform.Audit;

/// <summary>The arguments of <c>audit</c>.</summary>
public sealed class AuditInput
{
    [Description("verify, export, seal or seals")]
    public string Action { get; set; } = "";

    [Description("The customer's name or id; all customers without it")]
    public string? CustomerFlag { get; set; }

    [Description("Verify one stream: the id of a resource")]
    public string? StreamFlag { get; set; }

    [Description("Verify an exported file, without a database")]
    public string? FileFlag { get; set; }

    [Description("A seal that you kept, as NUMBER:HASH, to verify against; to export, the NUMBER up to which seals are added")]
    public string? SealFlag { get; set; }

    [Description("The id of the alarm to export")]
    public string? AlarmFlag { get; set; }

    [Description("The file to write; standard output without it")]
    public string? OutFlag { get; set; }

    [Description("Print JSON")]
    public bool JsonFlag { get; set; }
}

/// <summary><c>./iot audit verify</c>, <c>export</c>, <c>seal</c>, <c>seals</c>: proves that nobody changed what the platform wrote.</summary>
[Description("Verify events against their hash chains and seals, and export proofs", Name = "audit")]
public sealed class AuditCommand : JasperFxAsyncCommand<AuditInput>
{
    private readonly AccountStore _accounts;
    private readonly AlarmArchive _alarms;
    private readonly AuditVerifier _verifier;
    private readonly AuditExporter _exporter;
    private readonly Sealer _sealer;
    private readonly SealStore _seals;

    public AuditCommand(
        AccountStore accounts, AlarmArchive alarms, AuditVerifier verifier, AuditExporter exporter, Sealer sealer, SealStore seals)
    {
        (_accounts, _alarms, _verifier, _exporter, _sealer, _seals) = (accounts, alarms, verifier, exporter, sealer, seals);
        Usage("Verify or export events, seal them now, or list the latest seals").Arguments(input => input.Action);
    }

    /// <inheritdoc/>
    public override async Task<bool> Execute(AuditInput input)
    {
        if (!TryReadSeal(input, out var number, out var published))
            return Output.Refuse("--seal takes the number of a seal and its hash, as 17:0f3a..., or the number alone to export");
        if (input is { Action: "verify", FileFlag: { } file }) return VerifyFile(input, file, published);
        var customer = input.CustomerFlag is { } name ? (await _accounts.FindCustomerAsync(name, CancellationToken.None))?.Id : null;
        if (input.CustomerFlag is not null && customer is null)
            return Output.Refuse(AccountStore.NoCustomer(input.CustomerFlag));
        return input.Action switch
        {
            "verify" when published.Count > 0 && customer is null => Output.Refuse("Say whose seal it is: --customer NAME"),
            "verify" => Report(input, await _verifier.VerifyAsync(new(customer, input.StreamFlag), published, CancellationToken.None)),
            "export" => await ExportAsync(input, number),
            "seal" => List(input, await _sealer.SealAsync(CancellationToken.None)),
            "seals" => List(input, [.. (await _seals.LatestAsync(customer, CancellationToken.None)).Select(stored => stored.Seal)]),
            _ => Output.Refuse($"'audit {input.Action}' is no command; there are verify, export, seal and seals."),
        };
    }

    private static bool VerifyFile(AuditInput input, string path, Dictionary<long, Hash> published)
    {
        if (!File.Exists(path)) return Output.Refuse($"There is no file '{path}'.");
        var (file, fault) = AuditFile.Read(File.ReadAllText(path));
        return file is null ? Output.Refuse($"'{path}' is no exported audit file: {fault}.") : Report(input, FileCheck.Check(file, published));
    }

    private async Task<bool> ExportAsync(AuditInput input, long toSeal)
    {
        if (input.AlarmFlag is not { } alarm) return Output.Refuse("Say which alarm: --alarm ID");
        var (owner, refusal) = await _alarms.FindAsync(alarm, input.CustomerFlag, CancellationToken.None);
        if (owner is null) return Output.Refuse(refusal!);
        if (await _exporter.ExportAsync(owner, alarm, toSeal, CancellationToken.None) is not { } file)
            return Output.Refuse($"Events of the alarm are missing; './iot audit verify --stream {alarm}' names them.");
        if (input.OutFlag is null)
        {
            Console.WriteLine(file.Write());
            return true;
        }
        await File.WriteAllTextAsync(input.OutFlag, file.Write());
        var (events, seals) = (file.Events.Count, file.Seals.Count);
        Output.Write(
            input.JsonFlag, new { File = input.OutFlag, Events = events, Seals = seals },
            $"Wrote {Plural.Of(events, "event")} and {Plural.Of(seals, "seal")} to {input.OutFlag}.");
        return true;
    }

    private static bool Report(AuditInput input, AuditReport report)
    {
        Output.Write(input.JsonFlag, report, string.Join(Environment.NewLine, report.Lines()));
        return report.IsIntact;
    }

    private static bool List(AuditInput input, IReadOnlyList<Seal> seals)
    {
        Output.WriteTable(
            input.JsonFlag, seals.Select(PublishedSeal.Of), ["CUSTOMER", "SEAL", "SEALED", "EVENTS", "HASH"],
            seal => [seal.Customer, $"{seal.Number}", Json.Format(seal.SealedAt), $"{seal.Events}", seal.Hash]);
        return true;
    }

    private static bool TryReadSeal(AuditInput input, out long number, out Dictionary<long, Hash> published)
    {
        (number, published) = (0, []);
        if (input.SealFlag is not { } text) return true;
        var parts = text.Split(':');
        if (!long.TryParse(parts[0], out number) || parts.Length > 2) return false;
        if (parts.Length == 1) return input.Action == "export";
        var hash = Hash.Parse(parts[1]);
        published[number] = hash;
        return !hash.IsNone;
    }
}
