using System.CommandLine;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Files;
using IotPlatform.Cli.Names;

namespace IotPlatform.Cli.Devices;

/// <summary><c>devices export</c>: what <c>devices import</c> takes. Credentials are known to nobody and stay behind.</summary>
public static class ExportDevicesVerb
{
    /// <summary>The verb.</summary>
    public static Verb Build(ApiOptions api, TimeProvider time)
    {
        var filters = new DeviceFilters();
        var file = SharedOptions.Out();
        var format = DeviceFormats.Option();
        var escape = new Option<bool>("--escape-formulas")
        {
            Description = "Put ' before cells that a spreadsheet would run; such a file is to be looked at, not imported",
        };
        var verb = new Verb(
            "export", "Write devices to a file that devices import takes",
            "./iot devices export --out devices.csv",
            "./iot devices export --format jsonl --tag outdoor > outdoor.jsonl") { file, format, escape };
        filters.AddTo(verb);
        api.AddTo(verb);
        return verb.Does(async (parsed, cancellation) =>
        {
            using var client = api.Client(parsed, time);
            var books = new NameBooks(client);
            var path = await filters.PathAsync(parsed, books, cancellation);
            var shape = DeviceFormats.Of(parsed.GetValue(format), parsed.GetValue(file));
            var count = 0;
            await OutFile.WriteTextAsync(parsed.GetValue(file), async text =>
            {
                await using var writer = new DeviceWriter(text, shape, parsed.GetValue(escape));
                await writer.BeginAsync();
                var (profiles, groups) = (await books.ProfilesAsync(cancellation), await books.GroupsAsync(cancellation));
                await foreach (var device in client.ListAsync(path, "devices", cancellation))
                {
                    await writer.WriteAsync(DeviceRecord.Of(device, profiles, groups));
                    count++;
                }
            });
            if (parsed.GetValue(file) is { } written) Output.Note($"{Counted.Of(count, "device")} in {written}");
            return ExitCode.Done;
        });
    }
}
