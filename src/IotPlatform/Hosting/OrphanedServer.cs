namespace IotPlatform.Hosting;

/// <summary>A server that a killed platform left running, where the kernel does not tell it to stop or it has not done so yet.</summary>
internal static class OrphanedServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Stops the server of this cluster if there is one. It is not taken over: it may have been told to shut down this very moment, and it
    /// would not follow us when we are killed in turn. Only for the holder of the server lock.
    /// </summary>
    public static async Task StopAsync(string cluster, Action<string> say, CancellationToken cancellation)
    {
        if (PostmasterPid.Read(cluster) is not { } left || !PostgresProcess.IsAlive(left.ProcessId)) return;
        if (!await left.IsServerOfAsync(cluster, cancellation))
        {
            await PostmasterPid.DefuseAsync(cluster, cancellation);
            return;
        }
        say($"The last run was killed and its PostgreSQL (process {left.ProcessId}) still runs; stopping that first.");
        await PostgresProcess.StopAsync(left.ProcessId, GoneAsync(left.ProcessId, cancellation), Patience);
    }

    private static async Task GoneAsync(int processId, CancellationToken cancellation)
    {
        while (PostgresProcess.IsAlive(processId)) await Task.Delay(Pause, cancellation);
    }
}
