using System.Diagnostics;
using IotPlatform.Benchmarks.Load;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>A program under test in a process of its own, its output in a file; it ends with this object.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _logFile;
    private readonly int _stopSignal;
    private bool _disposed;

    public ChildProcess(
        string name, string folder, IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null,
        int stopSignal = Native.Terminate)
    {
        Name = name;
        _stopSignal = stopSignal;
        _logFile = Path.Combine(folder, name + ".log");
        // A file takes the output as fast as it comes; a pipe would have to be drained by the load generator's process.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", _logFile, .. command]);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        start.WorkingDirectory = folder;
        StartedAt = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        Id = _process.Id;
    }

    public string Name { get; }

    public int Id { get; }

    /// <summary>Ticks of <see cref="Stopwatch"/> just before the process was made.</summary>
    public long StartedAt { get; }

    /// <summary>Waits until the program is ready and returns how long that took from its start.</summary>
    /// <exception cref="LoadException">It ended or did not become ready in time; its last output goes to the error stream.</exception>
    public TimeSpan WaitUntilReady(Func<bool> ready, TimeSpan limit)
    {
        var isReady = false;
        Wait.Until(() => _process.HasExited || (isReady = ready()), limit, everyMilliseconds: 5);
        if (isReady) return Stopwatch.GetElapsedTime(StartedAt);
        foreach (var line in LastOutput()) Console.Error.WriteLine($"  {Name}: {line}");
        throw new LoadException(_process.HasExited
            ? $"{Name} ended with exit code {_process.ExitCode} before it was ready"
            : $"{Name} was not ready within {limit.TotalSeconds:0} s");
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        if (!_process.HasExited) _ = Native.Kill(Id, _stopSignal);
        if (!_process.WaitForExit(TimeSpan.FromSeconds(20))) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private IEnumerable<string> LastOutput() => File.Exists(_logFile) ? File.ReadLines(_logFile).TakeLast(25) : [];
}
