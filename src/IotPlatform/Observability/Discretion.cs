using System.Diagnostics;
using OpenTelemetry;

namespace IotPlatform.Observability;

/// <summary>Takes out of spans what may be a secret or a customer's: SQL, the URLs of receivers, connection strings.</summary>
internal sealed class Discretion : BaseProcessor<Activity>
{
    private static readonly string[] Kept = ["db.system.name", "db.namespace", "db.operation.name"];
    private static readonly string[] Hidden = ["url.full", "http.url", "url.query", "exception.message"];

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        foreach (var (name, _) in data.TagObjects.ToList())
            if (Hidden.Contains(name) || (name.StartsWith("db.", StringComparison.Ordinal) && !Kept.Contains(name)))
                data.SetTag(name, null);
        // What names a statement is the statement.
        if (data.Source.Name == "Npgsql") data.DisplayName = "postgresql";
    }
}
