using System.Diagnostics;
using IotPlatform.Hosting;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Hosting;

public sealed class EmbeddedPostgresTests : IDisposable
{
    // Not a temporary folder of the runtime's making: PostgreSQL's own user must be able to enter it when the tests run as root.
    private readonly string _directory = Path.Combine("/tmp", $"iot-test-{Path.GetRandomFileName()}");
    private readonly List<string> _said = [];

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
            File.GetUnixFileMode(Path.Combine(_directory, "postgres")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
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
        EmbeddedPostgres.Find(_directory).ShouldBeNull();

        await using var again = await StartAsync();

        (await AskAsync(again, "select value::text from kept")).ShouldBe("42");
        _said.Count.ShouldBe(1, "only the making of the database is worth a line: " + string.Join(" ", _said));
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
    public async Task a_killed_platform_takes_its_server_along_and_loses_nothing_committed()
    {
        using var killed = await OwnerProcess.StartAsync(_directory);
        await ExecuteAsync(EmbeddedPostgres.Find(_directory)!, "create table kept as select 42 as value");

        await killed.KillAsync();
        await Until(() => !IsAlive(killed.ServerId));

        await using var database = await StartAsync();
        (await AskAsync(database, "select value::text from kept")).ShouldBe("42");
    }

    [Fact]
    public async Task a_start_right_after_a_kill_copes_with_the_server_that_is_still_there()
    {
        using var killed = await OwnerProcess.StartAsync(_directory);
        await ExecuteAsync(EmbeddedPostgres.Find(_directory)!, "create table kept as select 42 as value");

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
        _said.ShouldContain(line => line.Contains($"process {orphan}"));
        (await AskAsync(database, "select value::text from kept")).ShouldBe("42");
    }

    [Fact]
    public async Task a_leftover_pid_file_that_names_a_stranger_neither_blocks_nor_harms_the_stranger()
    {
        await using (await StartAsync()) { }
        using var stranger = Start(AsServer("sleep", "60"));
        await File.WriteAllTextAsync(Path.Combine(_directory, "postgres", "postmaster.pid"), $"{stranger.Id}\n{_directory}/postgres\n1700000000\n5432\n\n\n  5432 1\nready   \n");

        await using var database = await StartAsync();

        (await AskAsync(database, "select 1::text")).ShouldBe("1");
        stranger.HasExited.ShouldBeFalse();
        stranger.Kill();
    }

    [Fact]
    public async Task a_second_platform_on_the_same_directory_is_refused_in_one_line()
    {
        await using var first = await StartAsync();

        var refusal = await Should.ThrowAsync<StartupException>(() => EmbeddedPostgres.StartAsync(_directory, _said.Add));

        refusal.Message.ShouldContain($"process {Environment.ProcessId}");
        refusal.Message.ShouldContain("IOT_DATA_DIR");
        (await AskAsync(first, "select 1::text")).ShouldBe("1");
    }

    [Fact]
    public async Task a_command_beside_a_running_platform_uses_its_database_and_leaves_it_running()
    {
        using var platform = await OwnerProcess.StartAsync(_directory);

        await using (var command = await EmbeddedPostgres.StartOrAttachAsync(_directory, _said.Add))
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
        var command = await EmbeddedPostgres.StartOrAttachAsync(_directory, _said.Add);
        command.IsOwner.ShouldBeTrue();
        EmbeddedPostgres.Find(_directory).ShouldBe(command.ConnectionString);

        await command.DisposeAsync();

        IsAlive(command.ServerProcessId!.Value).ShouldBeFalse();
    }

    [Fact]
    public async Task a_platform_waits_for_a_command_to_finish_with_the_database()
    {
        var command = await EmbeddedPostgres.StartOrAttachAsync(_directory, _said.Add);
        var starting = EmbeddedPostgres.StartAsync(_directory, _said.Add);
        starting.IsCompleted.ShouldBeFalse();

        await command.DisposeAsync();
        await using var platform = await starting;

        platform.IsOwner.ShouldBeTrue();
        (await AskAsync(platform, "select 1::text")).ShouldBe("1");
    }

    [Fact]
    public async Task a_path_too_long_for_a_socket_address_works_all_the_same()
    {
        var deep = Path.Combine(_directory, new string('x', 60), new string('y', 60));
        string socketFolder;
        await using (var database = await EmbeddedPostgres.StartAsync(deep, _said.Add))
        {
            (await AskAsync(database, "select 1::text")).ShouldBe("1");
            EmbeddedPostgres.Find(deep).ShouldBe(database.ConnectionString);
            socketFolder = new NpgsqlConnectionStringBuilder(database.ConnectionString).Host!;
        }
        Directory.Exists(socketFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task a_server_that_dies_under_the_platform_is_started_again_on_the_same_address()
    {
        await using var database = await StartAsync();
        await DoAsync(database, "create table kept as select 42 as value");
        var died = database.ServerProcessId!.Value;

        using (var server = Process.GetProcessById(died)) server.Kill();
        await Until(() => database.ServerProcessId != died && EmbeddedPostgres.Find(_directory) is not null);

        NpgsqlConnection.ClearAllPools();
        (await AskAsync(database, "select value::text from kept")).ShouldBe("42");
        _said.ShouldContain(line => line.Contains("starting it again"));
    }

    [Fact]
    public async Task data_of_another_version_are_refused_by_name()
    {
        await using (await StartAsync()) { }
        await File.WriteAllTextAsync(Path.Combine(_directory, "postgres", "PG_VERSION"), "9\n");

        var refusal = await Should.ThrowAsync<StartupException>(() => EmbeddedPostgres.StartAsync(_directory, _said.Add));

        refusal.Message.ShouldContain("PostgreSQL 9");
    }

    [Fact]
    public async Task a_server_that_gives_up_is_quoted_and_a_later_start_is_not_blocked()
    {
        await using (await StartAsync()) { }
        var own = Path.Combine(_directory, "postgres", "postgresql.auto.conf");
        await File.WriteAllTextAsync(own, "shared_preload_libraries = 'no_such_library'\n");

        var refusal = await Should.ThrowAsync<StartupException>(() => EmbeddedPostgres.StartAsync(_directory, _said.Add));

        refusal.Message.ShouldContain("FATAL:");
        refusal.Message.ShouldContain("no_such_library");
        await File.WriteAllTextAsync(own, "");
        await using var database = await StartAsync();
        (await AskAsync(database, "select 1::text")).ShouldBe("1");
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        if (Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
    }

    private Task<EmbeddedPostgres> StartAsync() => EmbeddedPostgres.StartAsync(_directory, _said.Add);

    private static Task<string?> AskAsync(EmbeddedPostgres database, string query) => ScalarAsync(database.ConnectionString, query);

    private static Task DoAsync(EmbeddedPostgres database, string statement) => ExecuteAsync(database.ConnectionString, statement);

    private static async Task<string?> ScalarAsync(string connectionString, string query)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(query);
        return (string?)await command.ExecuteScalarAsync();
    }

    private static async Task ExecuteAsync(string connectionString, string statement)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A server of this directory that is nobody's child, as on a system that does not tell children of their parent's death.</summary>
    private async Task<int> StartOrphanAsync()
    {
        var cluster = Path.Combine(_directory, "postgres");
        await ServerToolAsync("pg_ctl", "start", "-w", "-D", cluster, "-o", $"-k {cluster}", "-l", Path.Combine(cluster, "orphan.log"));
        return int.Parse((await File.ReadAllLinesAsync(Path.Combine(cluster, "postmaster.pid")))[0]);
    }

    private Task<string> ControlDataAsync() => ServerToolAsync("pg_controldata", Path.Combine(_directory, "postgres"));

    private static async Task<string> ServerToolAsync(string name, params string[] arguments)
    {
        var folder = Directory.EnumerateDirectories("/usr/lib/postgresql").OrderByDescending(path => path).First();
        using var process = Start(AsServer([Path.Combine(folder, "bin", name), .. arguments]));
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await FirstOutput(process) : throw new InvalidOperationException($"{name} failed");
    }

    private static string[] AsServer(params string[] command) =>
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--", .. command] : command;

    private static Process Start(string[] command) =>
        Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, WorkingDirectory = "/" })!;

    // A server started by pg_ctl keeps our end of the pipe open: what is there is read, the end is not waited for.
    private static async Task<string> FirstOutput(Process process)
    {
        var buffer = new char[65_536];
        return new string(buffer, 0, await process.StandardOutput.ReadAsync(buffer));
    }

    private static bool IsAlive(int processId)
    {
        var status = $"/proc/{processId}/stat";
        return File.Exists(status) && !File.ReadAllText(status).Contains(") Z ");
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 400 && !condition(); i++) await Task.Delay(50);
        condition().ShouldBeTrue();
    }
}
