using IotPlatform.Cli;
using IotPlatform.Hosting;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Operations;

/// <summary><c>./iot doctor</c>: looks at everything that the platform needs, and says what to do.</summary>
public static class DoctorVerb
{
    /// <summary>The verb.</summary>
    public static Verb Build(IConfiguration configuration, IClock clock)
    {
        var json = SharedOptions.Json();
        return new Verb(
            "doctor", "Check settings, disk, database, clock, ports and broker, and say what to do; exit code 1 if there is a fault",
            "./iot doctor", "./iot doctor --json")
        {
            json,
        }.Does(async (args, cancellation) => Report(args.GetValue(json), await LookAsync(configuration, clock, cancellation)));
    }

    private static async Task<List<Diagnosis>> LookAsync(IConfiguration configuration, IClock clock, CancellationToken cancellation)
    {
        var (settings, faults) = PlatformSettings.Read(configuration);
        // What is read from wrong settings would be about something else.
        if (faults.Count > 0) return [
            .. faults.Select(fault => Diagnosis.Fault("settings", fault.ToString(), "set it as docs/operations.md says"))];
        return
        [
            Diagnosis.Ok("settings", "valid"),
            .. MachineChecks.LookAtData(settings),
            .. MachineChecks.LookAtLimits(),
            .. MachineChecks.LookAtCertificate(settings, clock.GetCurrentInstant()),
            .. await LookAtDatabaseAsync(settings, clock, cancellation),
            .. await ListenerChecks.LookAsync(settings, cancellation),
            .. await ListenerChecks.LookAtMailAsync(settings.Smtp, cancellation),
        ];
    }

    private static async Task<IReadOnlyList<Diagnosis>> LookAtDatabaseAsync(
        PlatformSettings settings, IClock clock, CancellationToken cancellation)
    {
        try
        {
            await using var database = await PlatformDatabase.OpenAsync(settings, DatabaseUse.Visit, Output.Note, cancellation);
            return await DatabaseChecks.LookAsync(database.ConnectionString, clock, cancellation);
        }
        catch (StartupException fault)
        {
            return [Diagnosis.Fault("postgresql", fault.Message.TrimEnd('.'), "nothing works without it")];
        }
    }

    private static int Report(bool asJson, List<Diagnosis> found)
    {
        Print.Table(asJson, found, ["", "PART", "FOUND"], one =>
            [Word(one.Condition), one.Part, one.Remedy is null ? one.Says : $"{one.Says}. To do: {one.Remedy}"]);
        var faults = found.Count(one => one.Condition is Condition.Fault);
        if (!asJson) Output.Line(faults == 0 ? "Nothing is wrong." : $"{Plural.Of(faults, "fault")}.");
        return faults == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Word(Condition condition) => condition switch
    {
        Condition.Ok => "ok",
        Condition.Warning => "warning",
        _ => "FAULT",
    };
}
