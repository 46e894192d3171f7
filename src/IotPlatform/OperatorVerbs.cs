using IotPlatform.Accounts;
using IotPlatform.Alarms;
using IotPlatform.Audit;
using IotPlatform.Cli;
using IotPlatform.OpenApi;
using IotPlatform.Operations;
using IotPlatform.Projections;

namespace IotPlatform;

/// <summary>The command line: the verbs of the slices, which work on the database, and those that are clients of the API.</summary>
public static class OperatorVerbs
{
    /// <summary>All verbs that are the platform's own; the framework has more.</summary>
    public static CommandTree Tree(Invocation invocation)
    {
        CommandTree? tree = null;
        Visit visit = (work, cancellation) => invocation.VisitAsync((app, token) => work(app.Services, token), cancellation);
        return tree = new CommandTree(
            "IotPlatform: devices, telemetry, rules, alarms and notifications, with every change an event.",
            [
                Run(invocation),
                CustomersVerb.Build(visit), KeysVerb.Build(visit), AlarmsVerb.Build(visit), AuditVerb.Build(visit),
                ProjectionsVerb.Build(visit, invocation.Time),
                .. ClientVerbs.Of(invocation.Time),
                BackupVerb.Build(invocation.Configuration, invocation.Clock), RestoreVerb.Build(invocation.Configuration, visit),
                DoctorVerb.Build(invocation.Configuration, invocation.Clock),
                OpenApiVerb.Build(visit), CompletionVerb.Build(() => tree!), ReferenceVerb.Build(() => tree!),
            ]);
    }

    private static Verb Run(Invocation invocation) =>
        new Verb("run", "Start the platform: the API, the MQTT endpoint, and an own PostgreSQL", "./iot run", "Http__Port=8081 ./iot run")
            .Does((_, _) => invocation.ServeAsync());
}
