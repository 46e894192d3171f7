using IotPlatform.Benchmarks.Baselines;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>A baseline server: this very program with a hidden verb, in a process of its own as the platform is.</summary>
internal sealed class Baseline : IDisposable
{
    public const string Database = "baseline";
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;

    private Baseline(string verb, string folder, string? connection, string? platform)
    {
        var settings = new Dictionary<string, string>
        {
            [HttpBaseline.PortSetting] = $"{HttpPort}",
            [MqttBaseline.PortSetting] = $"{MqttPort}",
            [HttpBaseline.ConnectionSetting] = $"{connection};Max Auto Prepare=20",
            [HttpBaseline.PlatformSetting] = $"{platform};Max Auto Prepare=20",
        };
        _process = new ChildProcess(verb, folder, [DotNet.Host, DotNet.OwnDll, verb], settings);
        Ready = _process.WaitUntilReady(() => Readiness.Of(HttpPort), ReadyLimit);
    }

    public int HttpPort { get; } = Ports.Free();

    public int MqttPort { get; } = Ports.Free();

    public int ProcessId => _process.Id;

    /// <summary>Time from the start of the process to its first answer.</summary>
    public TimeSpan Ready { get; }

    public static Baseline Http(string folder, Postgres postgres) =>
        new(HttpBaseline.Verb, folder, postgres.Database(Database), postgres.Database(Platform.Database));

    public static Baseline Mqtt(string folder) => new(MqttBaseline.Verb, folder, null, null);

    public void Dispose() => _process.Dispose();
}
