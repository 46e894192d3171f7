using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Shouldly;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>The platform as operators run it: a process of its own, with the embedded PostgreSQL in its data directory.</summary>
internal sealed class PlatformProcess : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "IotPlatform.dll");
    private readonly ConcurrentQueue<string> _output = new();
    private readonly string _data;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly int _httpPort;
    private readonly Process _process;

    private PlatformProcess(string data, IReadOnlyDictionary<string, string> settings, int httpPort, int mqttPort)
    {
        (_data, _settings, _httpPort, MqttPort) = (data, settings, httpPort, mqttPort);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{httpPort}"), Timeout = TimeSpan.FromSeconds(90) };
        _process = Process.Start(Describe("run"))!;
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int MqttPort { get; }

    public HttpClient Http { get; }

    /// <summary>Where the key of the first start is kept.</summary>
    public string KeyFile => Path.Combine(_data, "api-key");

    /// <summary>The API as the holder of the first key sees it.</summary>
    public ApiClient Api => new(Http, File.ReadAllText(KeyFile).Trim());

    /// <summary>All that it has written to its standard output and error.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts it on a data directory and on ports that are free now; waits until it is ready.</summary>
    public static async Task<PlatformProcess> StartAsync(string data, params (string Name, string Value)[] settings)
    {
        var platform = new PlatformProcess(data, settings.ToDictionary(x => x.Name, x => x.Value), Ports.Next(), Ports.Next());
        try
        {
            await Poll.UntilAsync(platform.IsReadyAsync, "the platform is ready", 150);
            return platform;
        }
        catch (Exception fault)
        {
            await platform.DisposeAsync();
            throw new InvalidOperationException($"The platform does not start. It says: {platform.Output}", fault);
        }
    }

    /// <summary>Whether it runs.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Bytes of memory that it holds now.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Registers a device.</summary>
    public async Task<TestDevice> RegisterAsync(string deviceId)
    {
        var device = (await Api.PostAsync("devices", $$"""{"device_id":"{{deviceId}}","name":"x"}""")).Is(201);
        return new(deviceId, device.Member("mqtt_username")!, device.Member("mqtt_password")!);
    }

    /// <summary>Runs a command of the command line beside it; gives what it printed for programs.</summary>
    public async Task<string> CommandAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await TryCommandAsync(arguments);
        exitCode.ShouldBe(0, errors);
        return output;
    }

    /// <summary>As <see cref="CommandAsync"/>, for commands that may be refused.</summary>
    public Task<(int ExitCode, string Output, string Errors)> TryCommandAsync(params string[] arguments) =>
        TryCommandOnAsync(_data, arguments);

    /// <summary>As <see cref="TryCommandAsync"/>, for another data directory.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> TryCommandOnAsync(string data, params string[] arguments)
    {
        var start = Describe(arguments);
        start.Environment["IOT_DATA_DIR"] = data;
        using var command = Process.Start(start)!;
        var output = command.StandardOutput.ReadToEndAsync();
        var errors = command.StandardError.ReadToEndAsync();
        await command.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(90));
        return (command.ExitCode, await output, await errors);
    }

    /// <summary>Starts a command of the command line beside it, and leaves it to the caller.</summary>
    public Process StartCommand(params string[] arguments) => Process.Start(Describe(arguments))!;

    /// <summary>SIGKILL: no goodbye.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as service managers stop it; gives the exit code and how long it took.</summary>
    public async Task<(int ExitCode, TimeSpan Took)> TerminateAsync()
    {
        var watch = Stopwatch.StartNew();
        _process.HasExited.ShouldBeFalse($"It ended before it was told to. It says: {Output}");
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (_process.ExitCode, watch.Elapsed);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process.HasExited) throw new InvalidOperationException($"It ended with {_process.ExitCode}.");
        try
        {
            return (await Http.GetAsync("/health/ready")).IsSuccessStatusCode && !_process.HasExited;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private ProcessStartInfo Describe(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/tmp",
        };
        start.Environment.Remove("ConnectionStrings__Postgres");
        start.Environment.Remove("IOT_BOOTSTRAP_API_KEY");
        start.Environment["IOT_DATA_DIR"] = _data;
        start.Environment["Http__Address"] = start.Environment["Mqtt__Address"] = "127.0.0.1";
        start.Environment["Http__Port"] = _httpPort.ToString(CultureInfo.InvariantCulture);
        start.Environment["Mqtt__Port"] = MqttPort.ToString(CultureInfo.InvariantCulture);
        start.Environment["RateLimit__Enabled"] = "false";
        foreach (var (name, value) in _settings) start.Environment[name] = value;
        return start;
    }
}
