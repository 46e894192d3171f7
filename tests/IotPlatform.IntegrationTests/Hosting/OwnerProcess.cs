using System.Diagnostics;
using System.Globalization;

namespace IotPlatform.IntegrationTests.Hosting;

/// <summary>Another process that runs the embedded PostgreSQL of a data directory.</summary>
internal sealed class OwnerProcess : IDisposable
{
    private readonly Process _process;

    private OwnerProcess(Process process, int serverId) => (_process, ServerId) = (process, serverId);

    public int ServerId { get; }

    public static async Task<OwnerProcess> StartAsync(string directory)
    {
        var assembly = typeof(OwnerProcess).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", ["exec", assembly]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_STARTUP_HOOKS"] = assembly;
        start.Environment[StartupHook.DataDirectory] = directory;
        var process = Process.Start(start)!;
        var id = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The owner ended before it owned anything.");
        return new OwnerProcess(process, int.Parse(id, CultureInfo.InvariantCulture));
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task FinishAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
