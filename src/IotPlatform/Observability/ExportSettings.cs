using OpenTelemetry.Exporter;

namespace IotPlatform.Observability;

/// <summary>Where traces, metrics and logs are sent.</summary>
/// <param name="Headers">As <c>name=value,...</c>: they hold the receiver's key.</param>
/// <param name="SampleRatio">Of the traces that begin here; one that begins elsewhere is kept if it was kept there.</param>
public sealed record ExportSettings(Uri Endpoint, bool IsGrpc, string? Headers, double SampleRatio)
{
    /// <summary>No member: one of them is a secret.</summary>
    public override string ToString() => nameof(ExportSettings);

    /// <summary>Sets an exporter up for <c>traces</c>, <c>metrics</c> or <c>logs</c>.</summary>
    internal void Configure(OtlpExporterOptions exporter, string signal)
    {
        exporter.Protocol = IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = IsGrpc ? Endpoint : new Uri($"{Endpoint.AbsoluteUri.TrimEnd('/')}/v1/{signal}");
        if (Headers is not null) exporter.Headers = Headers;
    }
}
