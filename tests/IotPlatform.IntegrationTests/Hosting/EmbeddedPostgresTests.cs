using System.Diagnostics;
using IotPlatform.Hosting;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Hosting;

public sealed class EmbeddedPostgresTests : EmbeddedPostgresContext
{
    [Fact]
    public async Task a_first_start_makes_a_durable_unicode_database_that_only_its_owner_can_reach()
    {
        await using var database = await StartAsync();

        (await AskAsync(database, "select current_database()")).ShouldBe("iot");
        (await AskAsync(database, "show server_encoding")).ShouldBe("UTF8");
        (await AskAsync(database, "select upper('é') || (select datcollate from pg_database where datname = 'iot')")).ShouldBe("ÉC");
        (await AskAsync(database, "select string_agg(setting, ',') from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')")).ShouldBe("on,on,on");
        (await AskAsync(database, "show listen_addresses")).ShouldBe("");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Cluster).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task data_outlive_a_restart_and_a_stop_leaves_no_server_behind()
    {
        int server;
        await using (var database = await StartAsync())
        {
            await DoAsync(database, "create table kept as select 42 as value");
            server = database.ServerProcessId.ShouldNotBeNull();
        }
        IsAlive(server).ShouldBeFalse();
        EmbeddedPostgres.Find(Folder).ShouldBeNull();

        await using var again = await StartAsync();

        (await AskAsync(again, "select value::text from kept")).ShouldBe("42");
        Said.Count.ShouldBe(1, "only the making of the database is worth a line: " + string.Join(" ", Said));
    }

    [Fact]
    public async Task a_stop_is_clean_and_quick_under_an_open_transaction()
    {
        var database = await StartAsync();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var watch = Stopwatch.StartNew();

        await database.DisposeAsync();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(4));
        (await ControlDataAsync()).ShouldContain("shut down");
    }

    [Fact]
    public async Task a_second_platform_on_the_sameFolder_is_refused_in_one_line()
    {
        await using var first = await StartAsync();

        var refusal = await Should.ThrowAsync<StartupException>(() => EmbeddedPostgres.StartAsync(Folder, Said.Add));

        refusal.Message.ShouldContain($"process {Environment.ProcessId}");
        refusal.Message.ShouldContain("IOT_DATA_DIR");
        (await AskAsync(first, "select 1::text")).ShouldBe("1");
    }

    [Fact]
    public async Task a_command_beside_a_running_platform_uses_its_database_and_leaves_it_running()
    {
        using var platform = await OwnerProcess.StartAsync(Folder);

        await using (var command = await EmbeddedPostgres.StartOrAttachAsync(Folder, Said.Add))
        {
            command.IsOwner.ShouldBeFalse();
            (await AskAsync(command, "select 1::text")).ShouldBe("1");
        }

        IsAlive(platform.ServerId).ShouldBeTrue();
        await platform.FinishAsync();
        IsAlive(platform.ServerId).ShouldBeFalse();
    }

    [Fact]
    public async Task a_command_without_a_platform_starts_the_database_for_its_own_time()
    {
        var command = await EmbeddedPostgres.StartOrAttachAsync(Folder, Said.Add);
        command.IsOwner.ShouldBeTrue();
        EmbeddedPostgres.Find(Folder).ShouldBe(command.ConnectionString);

        await command.DisposeAsync();

        IsAlive(command.ServerProcessId!.Value).ShouldBeFalse();
    }

    [Fact]
    public async Task a_platform_waits_for_a_command_to_finish_with_the_database()
    {
        var command = await EmbeddedPostgres.StartOrAttachAsync(Folder, Said.Add);
        var starting = EmbeddedPostgres.StartAsync(Folder, Said.Add);
        starting.IsCompleted.ShouldBeFalse();

        await command.DisposeAsync();
        await using var platform = await starting;

        platform.IsOwner.ShouldBeTrue();
        (await AskAsync(platform, "select 1::text")).ShouldBe("1");
    }

    [Fact]
    public async Task a_path_too_long_for_a_socket_address_works_all_the_same()
    {
        var deep = Path.Combine(Folder, new string('x', 60), new string('y', 60));
        string socketFolder;
        await using (var database = await EmbeddedPostgres.StartAsync(deep, Said.Add))
        {
            (await AskAsync(database, "select 1::text")).ShouldBe("1");
            EmbeddedPostgres.Find(deep).ShouldBe(database.ConnectionString);
            socketFolder = new NpgsqlConnectionStringBuilder(database.ConnectionString).Host!;
        }
        Directory.Exists(socketFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task data_of_another_version_are_refused_by_name()
    {
        await using (await StartAsync()) { }
        await File.WriteAllTextAsync(Path.Combine(Cluster, "PG_VERSION"), "9\n");

        var refusal = await Should.ThrowAsync<StartupException>(() => EmbeddedPostgres.StartAsync(Folder, Said.Add));

        refusal.Message.ShouldContain("PostgreSQL 9");
    }
}
