using System.Diagnostics;
using System.Text;
using System.Text.Json;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// What it costs a command that its events are linked to a chain: the same commands, in turns, to a platform that links and to one that
/// does not. And how long the whole store takes to be verified.
/// </summary>
internal sealed class AuditCosts : IMeasurement
{
    private const int Clients = 8;
    private const int Devices = 1_000;
    private const int DigitCount = 8;
    private const int Groups = 100;

    // What was just started is to be compiled before it is compared, and a few percent are to be seen above the noise.
    private const double Longer = 4;
    private const double WarmUpRounds = 10;
    private static readonly string Digits = new('0', DigitCount);

    public string Name => "audit";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        using var bare = new Platform(
            stand.Options.PlatformDll, stand.Folder, stand.Postgres, "unaudited", new() { ["Audit__Enabled"] = "false" });
        (string, Platform)[] platforms = [("without links", bare), ("linked", stand.Platform)];
        foreach (var (_, platform) in platforms)
            HttpLoad.Run(platform.HttpPort, Clients, stand.Options.Seconds * WarmUpRounds, 201, Numbered(
                EncodedRequest.Post("/v1/iot/devices", platform.ApiKey, $$"""{"name":"Bench device","device_id":"warm-{{Digits}}"}"""), long.MaxValue));
        Compare(stand, report, "POST device", platforms, 201, platform => Numbered(
            EncodedRequest.Post("/v1/iot/devices", platform.ApiKey, $$"""{"name":"Bench device","device_id":"audit-{{Digits}}"}"""), long.MaxValue));
        Compare(stand, report, "PATCH device", platforms, 200, platform => Numbered(
            EncodedRequest.Patch($"/v1/iot/devices/audit-{Digits}", platform.ApiKey, $$"""{"name":"{{Digits}}"}"""), Devices));
        Join(stand.Platform);
        Verify(stand, report);
    }

    /// <summary>As many devices join as many groups: an event for each.</summary>
    private static void Join(Platform platform)
    {
        using var api = new PlatformApi(platform.HttpPort, platform.ApiKey);
        var devices = Enumerable.Range(1, Devices).Select(number => $"audit-{number.ToString($"d{DigitCount}")}");
        var members = JsonSerializer.Serialize(new { device_ids = devices });
        for (var number = 0; number < Groups; number++)
        {
            var group = api.Post("/v1/iot/groups", $$"""{"name":"Group {{number}}"}""")["id"]!.GetValue<string>();
            api.PostTo($"/v1/iot/groups/{group}/devices", members);
        }
    }

    private static void Compare(
        Stand stand, Report report, string what, (string Name, Platform Platform)[] platforms, int status,
        Func<Platform, Func<Func<ReadOnlyMemory<byte>>>> requests)
    {
        var series = new Rounds(stand).Run([.. platforms.Select(each =>
        {
            var next = requests(each.Platform);
            return new Contender(
                each.Name, each.Platform.ProcessId,
                seconds => HttpLoad.Run(each.Platform.HttpPort, Clients, seconds * Longer, status, next));
        })]);
        report.Rate($"{what}, {Clients} clients, linked", series[1], series[0], Aims.Linked);
        foreach (var one in series) report.Cost($"{what}, {Clients} clients", one);
    }

    /// <summary>
    /// A request per call, for each connection its own bytes: with a number that goes up to <paramref name="places"/> and begins again, and
    /// a second one, if there is room for it, that only goes up.
    /// </summary>
    private static Func<Func<ReadOnlyMemory<byte>>> Numbered(byte[] request, long places)
    {
        var digits = Encoding.ASCII.GetBytes(Digits);
        var (first, last) = (request.AsSpan().IndexOf(digits), request.AsSpan().LastIndexOf(digits));
        long number = 0;
        return () =>
        {
            var own = request.ToArray();
            return () =>
            {
                var next = Interlocked.Increment(ref number);
                Write(own, first, ((next - 1) % places) + 1);
                if (last != first) Write(own, last, next);
                return own;
            };
        };
    }

    private static void Write(byte[] request, int at, long number)
    {
        for (var digit = DigitCount - 1; digit >= 0; digit--, number /= 10) request[at + digit] = (byte)('0' + (number % 10));
    }

    private static void Verify(Stand stand, Report report)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(stand.Platform.Command("audit", "verify", "--json"))!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var events = JsonElement.Parse(text).GetProperty("events").GetInt64();
        if (process.ExitCode != 0) throw new LoadException($"audit verify ends with {process.ExitCode}: {text}");
        report.Figure($"audit verify, for 100,000 events of {events:#,0}", clock.Elapsed.TotalSeconds * 100_000 / events, "s", Aims.Verify);
    }
}
