using System.Security.Cryptography;
using System.Text;

namespace IotPlatform.Hosting;

/// <summary>
/// The folder of the socket on which the embedded PostgreSQL listens, its only way in: the cluster's own, which nobody else may enter; or,
/// where that path is too long for a socket address, a private folder of random name under /tmp.
/// </summary>
/// <param name="Path">Absolute path.</param>
/// <param name="IsTemporary">To be removed with the server.</param>
internal sealed record SocketFolder(string Path, bool IsTemporary)
{
    // sun_path is 108 bytes on Linux and 104 on macOS, with a closing NUL.
    private const int LongestAddress = 103;
    private const string TemporaryPrefix = "/tmp/iot-postgres-";

    /// <summary>The folder for a cluster; what a killed run left under /tmp is removed.</summary>
    public static async Task<SocketFolder> ForAsync(PostgresCluster cluster, CancellationToken cancellation)
    {
        if (PostmasterPid.Read(cluster.Folder)?.SocketFolder is { } left && left.StartsWith(TemporaryPrefix, StringComparison.Ordinal))
            new SocketFolder(left, true).Remove();
        if (Fits(cluster.Folder)) return new SocketFolder(cluster.Folder, false);
        var folder = TemporaryPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await cluster.User.MakePrivateFolderAsync(folder, cancellation);
        return new SocketFolder(folder, true);
    }

    /// <summary>Whether a socket in this folder has an address short enough.</summary>
    public static bool Fits(string folder) => Encoding.UTF8.GetByteCount(folder + "/.s.PGSQL.5432") <= LongestAddress;

    /// <summary>Removes a temporary folder; what stays behind holds nothing but a dead socket.</summary>
    public void Remove()
    {
        if (IsTemporary && Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
