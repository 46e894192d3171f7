using IotPlatform.Accounts;
using IotPlatform.Alarms;
using IotPlatform.Audit;
using IotPlatform.Cli;
using IotPlatform.OpenApi;
using IotPlatform.Operations;

namespace IotPlatform;

/// <summary>The command line: the verbs of the slices, which work on the database, and those that are clients of the API.</summary>
public static class OperatorVerbs
{
    /// <summary>All verbs that are the platform's own; the framework has more.</summary>
    public static CommandTree Tree(PlatformProcess process)
    {
        CommandTree? tree = null;
        Visit visit = (work, cancellation) => process.VisitAsync((app, token) => work(app.Services, token), cancellation);
        return tree = new CommandTree(
            "IotPlatform: devices, telemetry, rules, alarms and notifications, with every change an event.",
            [
                Run(process),
                CustomersVerb.Build(visit), KeysVerb.Build(visit), AlarmsVerb.Build(visit), AuditVerb.Build(visit),
                .. ClientVerbs.Of(process.Time),
                BackupVerb.Build(process.Configuration, process.Clock), RestoreVerb.Build(process.Configuration, visit),
                DoctorVerb.Build(process.Configuration, process.Clock),
                OpenApiVerb.Build(visit), CompletionVerb.Build(() => tree!), ReferenceVerb.Build(() => tree!),
            ]);
    }

    private static Verb Run(PlatformProcess process) =>
        new Verb("run", "Start the platform: the API, the MQTT endpoint, and an own PostgreSQL", "./iot run", "Http__Port=8081 ./iot run")
            .Does((_, _) => process.ServeAsync());
}
