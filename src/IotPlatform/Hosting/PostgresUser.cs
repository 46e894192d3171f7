namespace IotPlatform.Hosting;

/// <summary>
/// As whom the embedded PostgreSQL runs: as ourselves, or, since it refuses to run as root, as the user <c>postgres</c> when we are root.
/// </summary>
/// <param name="Ids">User and group id to change to; null: ourselves.</param>
internal sealed record PostgresUser((int User, int Group)? Ids)
{
    private const string Unprivileged = "postgres";

    /// <summary>What goes before a command so that it runs as this user.</summary>
    public string[] Prefix => Ids is var (user, group)
        ? ["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups", "--"]
        : [];

    /// <summary>Chooses the user for a cluster: the owner of an existing one, if we may become it.</summary>
    public static async Task<PostgresUser> ChooseAsync(string cluster, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess) return new PostgresUser((null as (int, int)?));
        var ids = Directory.Exists(cluster)
            ? await IdsAsync(["stat", "-c", "%u %g", cluster], cancellation)
            : await UnprivilegedAsync(cancellation);
        return ids is { User: not 0 } ? new PostgresUser(ids) : throw new StartupException(
            $"PostgreSQL refuses to run as root, and there is no user {Unprivileged} to run it as: start the platform as an ordinary user, "
            + $"make that user (useradd --system {Unprivileged}), or set ConnectionStrings__Postgres.");
    }

    /// <summary>Makes an empty folder that this user owns and nobody else may enter.</summary>
    public async Task MakePrivateFolderAsync(string folder, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Ids is not var (user, group)) return;
        var handover = await Tool.RunAsync(["chown", $"{user}:{group}", folder], cancellation);
        if (handover.ExitCode != 0)
            throw new StartupException($"{folder} cannot be handed over to PostgreSQL's user: {handover.LastLine}.");
        await RequireAccessAsync(folder, cancellation);
    }

    /// <summary>Makes sure that this user can get at a folder through all the folders above it.</summary>
    public async Task RequireAccessAsync(string folder, CancellationToken cancellation)
    {
        if (Ids is null) return;
        var test = await Tool.RunAsync([.. Prefix, "test", "-w", folder], cancellation);
        if (test.ExitCode == 127)
            throw new StartupException("PostgreSQL refuses to run as root, and setpriv (util-linux) is missing: install it, or start the platform as an ordinary user.");
        if (test.ExitCode != 0)
            throw new StartupException(
                $"PostgreSQL refuses to run as root, and the user {Unprivileged} cannot reach {folder}: choose a data directory that this user "
                + "can enter (IOT_DATA_DIR=/var/lib/iot), or start the platform as an ordinary user.");
    }

    private static async Task<(int User, int Group)?> UnprivilegedAsync(CancellationToken cancellation) =>
        await IdsAsync(["sh", "-c", $"echo $(id -u {Unprivileged}) $(id -g {Unprivileged})"], cancellation);

    private static async Task<(int User, int Group)?> IdsAsync(string[] command, CancellationToken cancellation)
    {
        var outcome = await Tool.RunAsync(command, cancellation);
        return outcome.Output.Split(' ', StringSplitOptions.TrimEntries) is [var user, var group]
            && int.TryParse(user, out var userId) && int.TryParse(group, out var groupId) ? (userId, groupId) : null;
    }
}
