using System.Diagnostics;
using System.Security.Cryptography;
using IotPlatform.Benchmarks.Load;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>The platform itself, its Release build, as a child process that can be stopped and started again on its database.</summary>
internal sealed class Platform : IDisposable
{
    public const string Database = "platform";
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);

    private readonly string _dll;
    private readonly string _folder;
    private readonly string _name;
    private readonly Dictionary<string, string> _settings;
    private ChildProcess _process;

    public Platform(string dll, string folder, Postgres postgres)
        : this(dll, folder, postgres, Database, [])
    {
    }

    /// <summary>Another one beside it, on a database of its own and with other settings.</summary>
    public Platform(string dll, string folder, Postgres postgres, string database, Dictionary<string, string> settings)
    {
        if (!File.Exists(dll)) throw new LoadException($"{dll} is not there; build it with: dotnet build -c Release src/IotPlatform");
        (_dll, _folder, _name) = (dll, folder, database);
        ApiKey = "iot_benchbench_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        _settings = new Dictionary<string, string>(settings)
        {
            ["ConnectionStrings__Postgres"] = postgres.Database(database),
            ["Http__Port"] = $"{HttpPort}",
            ["Mqtt__Port"] = $"{MqttPort}",
            ["IOT_DATA_DIR"] = Path.Combine(folder, $"data-{database}"),
            ["IOT_BOOTSTRAP_API_KEY"] = ApiKey,
            ["RateLimit__Enabled"] = "false",
            // The receivers of notifications are on this machine.
            ["Webhooks__AllowPrivateNetworks"] = "true",
        };
        (_process, _) = Start();
    }

    public int HttpPort { get; } = Ports.Free();

    public int MqttPort { get; } = Ports.Free();

    public string ApiKey { get; }

    public int ProcessId => _process.Id;

    /// <summary>Stops it politely, starts it again and returns the time from the new process's start to ready.</summary>
    public TimeSpan Restart()
    {
        _process.Dispose();
        (_process, var ready) = Start();
        return ready;
    }

    /// <summary>A command of the platform's own, run beside it on its database.</summary>
    public ProcessStartInfo Command(params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(DotNet.Host, [_dll, .. arguments]) { RedirectStandardOutput = true, WorkingDirectory = _folder };
        foreach (var (name, value) in _settings) start.Environment[name] = value;
        return start;
    }

    public void Dispose() => _process.Dispose();

    private (ChildProcess Process, TimeSpan Ready) Start()
    {
        var process = new ChildProcess(_name, _folder, [DotNet.Host, _dll, "run"], _settings);
        try
        {
            return (process, process.WaitUntilReady(() => Readiness.Of(HttpPort), ReadyLimit));
        }
        catch (LoadException)
        {
            process.Dispose();
            throw;
        }
    }
}
