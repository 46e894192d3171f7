using Npgsql;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>
/// Everything that runs during a benchmark, in a temporary folder, each part started when it is first asked for. Disposing stops
/// all of it and removes the folder, or the database alone when logs are to be kept.
/// </summary>
internal sealed class Stand : IDisposable
{
    private readonly Lock _guard = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("iot-bench-").FullName;
    private readonly Stack<IDisposable> _started = new();
    private readonly Lazy<Postgres> _postgres;
    private readonly Lazy<Platform> _platform;
    private readonly Lazy<Baseline> _httpBaseline;
    private readonly Lazy<Baseline> _mqttBaseline;
    private readonly Lazy<Fleet> _fleet;
    private bool _disposed;

    private string DatabaseFolder => Path.Combine(_folder, Stands.Postgres.DataFolder);

    public Stand(BenchmarkOptions options)
    {
        Options = options;
        // The database server runs as another user when this is root, and must reach its folder.
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        _postgres = Starting(() => new Postgres(_folder));
        _platform = Starting(() => new Platform(options.PlatformDll, _folder, Postgres));
        _httpBaseline = Starting(() => Baseline.Http(_folder, Postgres));
        _mqttBaseline = Starting(() => Baseline.Mqtt(_folder));
        _fleet = Starting(() => Fleet.Register(Platform, options.Connections));
    }

    public BenchmarkOptions Options { get; }

    /// <summary>Where programs that a measurement starts for itself may write.</summary>
    public string Folder => _folder;

    public Postgres Postgres => _postgres.Value;

    public Platform Platform => _platform.Value;

    public Baseline HttpBaseline => _httpBaseline.Value;

    public Baseline MqttBaseline => _mqttBaseline.Value;

    /// <summary>The registered devices, connected to the platform.</summary>
    public Fleet Fleet => _fleet.Value;

    /// <summary>Lets the devices go, for measurements that restart the platform under them.</summary>
    public void CloseFleet()
    {
        if (_fleet.IsValueCreated) Fleet.Dispose();
    }

    public PlatformApi Api() => new(Platform.HttpPort, Platform.ApiKey);

    /// <summary>What the platform has stored; only once it has started is there anything to open.</summary>
    public NpgsqlConnection OpenPlatformDatabase()
    {
        _ = Platform;
        return Postgres.Open(Stands.Platform.Database);
    }

    /// <summary>Set when something failed: what the programs wrote then stays.</summary>
    public bool KeepLogs { get; set; }

    /// <summary>Processes that run and whose CPU time is to be waited out between rounds.</summary>
    public IEnumerable<int> Processes()
    {
        if (_platform.IsValueCreated) yield return Platform.ProcessId;
        if (_httpBaseline.IsValueCreated) yield return HttpBaseline.ProcessId;
        if (_mqttBaseline.IsValueCreated) yield return MqttBaseline.ProcessId;
    }

    public void Dispose()
    {
        lock (_guard)
        {
            if (_disposed) return;
            _disposed = true;
            while (_started.TryPop(out var part)) part.Dispose();
            RemoveFolder();
        }
    }

    private void RemoveFolder()
    {
        if (!KeepLogs)
        {
            Directory.Delete(_folder, recursive: true);
            return;
        }
        if (Directory.Exists(DatabaseFolder)) Directory.Delete(DatabaseFolder, recursive: true);
        Console.Error.WriteLine($"  the programs' output is kept in {_folder}");
    }

    private Lazy<T> Starting<T>(Func<T> start) => new(() =>
    {
        var part = start();
        lock (_guard)
        {
            if (part is IDisposable disposable) _started.Push(disposable);
        }
        return part;
    });
}
