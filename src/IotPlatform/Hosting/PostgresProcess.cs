using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IotPlatform.Hosting;

/// <summary>
/// The server's main process, our child. It stands in a session of its own, so that a Ctrl-C meant for the platform does not stop it before
/// the platform has drained, and the kernel tells it to shut down if the platform is killed (Linux).
/// </summary>
internal sealed class PostgresProcess
{
    private const int Interrupt = 2;
    private const int Quit = 3;

    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ProcessStartInfo _start;

    private PostgresProcess(IReadOnlyList<string> command) => _start = Tool.Describe(command);

    /// <summary>Completes when the process is gone.</summary>
    public Task Exited => _exited.Task;

    /// <summary>The server's process id.</summary>
    public int Id { get; private set; }

    /// <summary>What it wrote before its log took over; the reason if it gave up that early.</summary>
    public string? LastComplaint => _errors.LastOrDefault(PostgresCluster.IsComplaint) ?? _errors.LastOrDefault();

    /// <summary>Starts the server of a cluster; it may not accept connections yet.</summary>
    public static async Task<PostgresProcess> StartAsync(PostgresCluster cluster, string socketFolder)
    {
        var server = new PostgresProcess(
            [.. Apart, .. PrefixFor(cluster.User), cluster.Binaries.Server, "-D", cluster.Folder, "-k", socketFolder, "-p", "5432"]);
        // The kernel's death signal follows the thread that started the child, not the process: a pooled thread may end any time.
        new Thread(server.Run) { IsBackground = true, Name = "embedded PostgreSQL" }.Start();
        await server._started.Task;
        return server;
    }

    /// <summary>
    /// Asks for a fast shutdown, which commits nothing half and needs no recovery; after the given time, for an immediate one.
    /// </summary>
    public Task StopAsync(TimeSpan patience) => StopAsync(Id, Exited, patience);

    /// <summary>As <see cref="StopAsync(TimeSpan)"/> for a server that is not our child.</summary>
    public static async Task StopAsync(int processId, Task exited, TimeSpan patience)
    {
        _ = kill(processId, Interrupt);
        if (await Task.WhenAny(exited, Task.Delay(patience)) == exited) return;
        _ = kill(processId, Quit);
        await exited;
    }

    /// <summary>Whether a process of this id lives.</summary>
    public static bool IsAlive(int processId) => kill(processId, 0) == 0;

    private static string[] Apart => OperatingSystem.IsLinux()
        ? ["setsid"]
        : ["perl", "-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV or die $!"];

    private static string[] PrefixFor(PostgresUser user)
    {
        if (!OperatingSystem.IsLinux()) return user.Prefix;
        // Changing the user clears the death signal, so it is set by the command that does so.
        return user.Prefix is [var setpriv, .. var changes]
            ? [setpriv, "--pdeathsig=INT", .. changes]
            : ["setpriv", "--pdeathsig=INT", "--"];
    }

    private void Run()
    {
        using var process = new Process { StartInfo = _start };
        try
        {
            process.ErrorDataReceived += (_, line) => Remember(line.Data);
            process.OutputDataReceived += (_, line) => Remember(line.Data);
            process.Start();
            process.StandardInput.Close();
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            _started.SetException(new StartupException($"The embedded PostgreSQL cannot be started: {e.Message}.", e));
            return;
        }
        Id = process.Id;
        _started.SetResult();
        process.WaitForExit();
        _exited.SetResult();
    }

    private void Remember(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        _errors.Enqueue(line.Trim());
        while (_errors.Count > 50) _errors.TryDequeue(out _);
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
#pragma warning disable IDE1006 // the name of the system call
    private static extern int kill(int processId, int signal);
#pragma warning restore IDE1006
}
