using IotPlatform.Cli.Api;
using IotPlatform.Cli.Telemetry.Files;
using Spectre.Console;

namespace IotPlatform.Cli.Telemetry.Export;

/// <summary>Writes one device after the other, showing how far it has come.</summary>
internal sealed class Exporter(ApiClient api, ExportQuery query, IReadOnlyList<string> devices)
{
    /// <summary>How many values were written.</summary>
    public long Values { get; private set; }

    public Task RunAsync(Stream output, FileFormat format, bool isWide, CancellationToken cancellation) =>
        Output.Progress.Profile.Out.IsTerminal ? Output.Progress.Progress().StartAsync(progress =>
            WriteAsync(output, format, isWide, progress.AddTask("devices", maxValue: Math.Max(1, devices.Count)), cancellation))
        : WriteAsync(output, format, isWide, null, cancellation);

    private async Task WriteAsync(Stream output, FileFormat format, bool isWide, ProgressTask? bar, CancellationToken cancellation)
    {
        await using var file = await ExportFile.BeginAsync(output, format, isWide, api, devices, query, cancellation);
        foreach (var device in devices)
        {
            await foreach (var moment in DeviceMoments.ReadAsync(api, device, query, cancellation))
            {
                await file.WriteAsync(moment);
                var before = Values;
                Values += moment.Values.Count;
                if (bar is not null && before / 1_000 < Values / 1_000) bar.Description = Markup.Escape($"{device}: {Values} values");
            }

            bar?.Increment(1);
        }
    }
}
