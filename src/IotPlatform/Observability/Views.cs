using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace IotPlatform.Observability;

/// <summary>What the instruments of others lack to be good Prometheus metrics: a name, a help text, labels from a fixed set.</summary>
internal static class Views
{
    // A name that ends in count is a histogram's there.
    private static readonly Dictionary<string, string> Names = new()
    {
        ["db.client.connection.count"] = "db.client.connections",
        ["dotnet.assembly.count"] = "dotnet.assemblies",
        ["dotnet.process.cpu.count"] = "dotnet.process.cpus",
        ["dotnet.timer.count"] = "dotnet.timers",
    };

    private static readonly string[] MessageLabels = ["message.type", "message.destination", "exception.type"];

    /// <summary>How an instrument is shown; null: as it is.</summary>
    public static MetricStreamConfiguration? Of(Instrument instrument) => instrument.Meter.Name switch
    {
        // Their names hold the shards'; iot.projections tells it with labels.
        "Marten" when instrument.Name.StartsWith("marten.", StringComparison.Ordinal) && instrument.Description is null => MetricStreamConfiguration.Drop,
        _ when instrument.Unit is "ms" or "Milliseconds" => MetricStreamConfiguration.Drop,
        _ when instrument.Meter.Name.StartsWith("Wolverine", StringComparison.Ordinal) => new() { TagKeys = MessageLabels },
        _ => Names.TryGetValue(instrument.Name, out var name) ? new() { Name = name } : null,
    };
}
