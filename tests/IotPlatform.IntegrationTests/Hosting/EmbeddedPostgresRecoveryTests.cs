using System.Diagnostics;
using IotPlatform.Hosting;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Hosting;

public sealed class EmbeddedPostgresRecoveryTests : EmbeddedPostgresContext
{
    [Fact]
    public async Task a_killed_platform_takes_its_server_along_and_loses_nothing_committed()
    {
        using var killed = await OwnerProcess.StartAsync(Folder);
        await ExecuteAsync(EmbeddedPostgres.Find(Folder)!, "create table kept as select 42 as value");

        await killed.KillAsync();
        await Until(() => !IsAlive(killed.ServerId));

        await using var database = await StartAsync();
        (await AskAsync(database, "select value::text from kept")).ShouldBe("42");
    }

    [Fact]
    public async Task a_start_right_after_a_kill_copes_with_the_server_that_is_still_there()
    {
        using var killed = await OwnerProcess.StartAsync(Folder);
        await ExecuteAsync(EmbeddedPostgres.Find(Folder)!, "create table kept as select 42 as value");

        await killed.KillAsync();
        await using var database = await StartAsync();

        database.ServerProcessId.ShouldNotBe(killed.ServerId);
        (await AskAsync(database, "select value::text from kept")).ShouldBe("42");
    }

    [Fact]
    public async Task a_server_left_running_is_stopped_and_its_data_kept()
    {
        int orphan;
        await using (var first = await StartAsync()) await DoAsync(first, "create table kept as select 42 as value");
        orphan = await StartOrphanAsync();

        await using var database = await StartAsync();

        IsAlive(orphan).ShouldBeFalse();
        Said.ShouldContain(line => line.Contains($"process {orphan}"));
        (await AskAsync(database, "select value::text from kept")).ShouldBe("42");
    }

    [Fact]
    public async Task a_leftover_pid_file_that_names_a_stranger_neither_blocks_nor_harms_the_stranger()
    {
        await using (await StartAsync()) { }
        using var stranger = Start(AsServer("sleep", "60"));
        await File.WriteAllTextAsync(
            Path.Combine(Cluster, "postmaster.pid"), $"{stranger.Id}\n{Cluster}\n1700000000\n5432\n\n\n  5432 1\nready   \n");

        await using var database = await StartAsync();

        (await AskAsync(database, "select 1::text")).ShouldBe("1");
        stranger.HasExited.ShouldBeFalse();
        stranger.Kill();
    }

    [Fact]
    public async Task a_server_that_dies_under_the_platform_is_started_again_on_the_same_address()
    {
        await using var database = await StartAsync();
        await DoAsync(database, "create table kept as select 42 as value");
        var died = database.ServerProcessId!.Value;

        using (var server = Process.GetProcessById(died)) server.Kill();
        await Until(() => database.ServerProcessId != died && EmbeddedPostgres.Find(Folder) is not null);

        NpgsqlConnection.ClearAllPools();
        (await AskAsync(database, "select value::text from kept")).ShouldBe("42");
        Said.ShouldContain(line => line.Contains("starting it again"));
    }

    [Fact]
    public async Task a_server_that_gives_up_is_quoted_and_a_later_start_is_not_blocked()
    {
        await using (await StartAsync()) { }
        var own = Path.Combine(Cluster, "postgresql.auto.conf");
        await File.WriteAllTextAsync(own, "shared_preload_libraries = 'no_such_library'\n");

        var refusal = await Should.ThrowAsync<StartupException>(() => EmbeddedPostgres.StartAsync(Folder, Said.Add));

        refusal.Message.ShouldContain("FATAL:");
        refusal.Message.ShouldContain("no_such_library");
        await File.WriteAllTextAsync(own, "");
        await using var database = await StartAsync();
        (await AskAsync(database, "select 1::text")).ShouldBe("1");
    }
}
