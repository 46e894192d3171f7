using System.Globalization;

namespace IotPlatform.Hosting;

/// <summary>
/// The file <c>postmaster.pid</c> that a running server keeps in its data folder: process id, folder, start time, port, socket folder,
/// listen address, shared memory, status, one a line. A killed server leaves it behind.
/// </summary>
/// <param name="ProcessId">The server's main process.</param>
/// <param name="SocketFolder">Where its socket is; empty while it starts.</param>
/// <param name="IsReady">It has said that it accepts connections.</param>
internal sealed record PostmasterPid(int ProcessId, string SocketFolder, bool IsReady)
{
    private const int SocketFolderLine = 4;
    private const int StatusLine = 7;

    /// <summary>What the file of this cluster says, or null where there is none that can be understood.</summary>
    public static PostmasterPid? Read(string cluster)
    {
        try
        {
            var lines = File.ReadAllLines(FileOf(cluster));
            if (lines.Length == 0 || !int.TryParse(lines[0], CultureInfo.InvariantCulture, out var id)) return null;
            return new PostmasterPid(
                id, lines.ElementAtOrDefault(SocketFolderLine) ?? "", lines.ElementAtOrDefault(StatusLine)?.Trim() == "ready");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartupException($"{cluster} belongs to another user: run as that user, or as root.", e);
        }
    }

    /// <summary>
    /// The process lives and is the server of this cluster. After a reboot or in a new container the id may be that of any other program,
    /// which must not be signalled.
    /// </summary>
    public async Task<bool> IsServerOfAsync(string cluster, CancellationToken cancellation)
    {
        var command = File.Exists($"/proc/{ProcessId}/cmdline")
            ? (await File.ReadAllTextAsync($"/proc/{ProcessId}/cmdline", cancellation)).Replace('\0', ' ')
            : (await Tool.RunAsync(["ps", "-p", ProcessId.ToString(CultureInfo.InvariantCulture), "-o", "command="], cancellation)).Output;
        return command.Contains("postgres", StringComparison.Ordinal) && command.Contains($" {cluster} ", StringComparison.Ordinal);
    }

    /// <summary>
    /// Makes a leftover file harmless. The server refuses to start while any process has the id in it, but not if that process is its own
    /// parent, and then still checks the shared memory that the file names; so we put our own id in place of the stranger's.
    /// </summary>
    public static async Task DefuseAsync(string cluster, CancellationToken cancellation)
    {
        var lines = await File.ReadAllLinesAsync(FileOf(cluster), cancellation);
        lines[0] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(FileOf(cluster), lines, cancellation);
    }

    private static string FileOf(string cluster) => Path.Combine(cluster, "postmaster.pid");
}
