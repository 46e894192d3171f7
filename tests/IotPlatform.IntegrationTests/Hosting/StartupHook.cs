using IotPlatform.Hosting;

/// <summary>
/// Turns a second process of this assembly into an owner of an embedded PostgreSQL that a test can kill: the runtime calls it before
/// the entry point when DOTNET_STARTUP_HOOKS names this file. It lives until its standard input ends.
/// </summary>
internal static class StartupHook
{
    public const string DataDirectory = "IOT_TEST_OWNS_DATABASE_IN";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(DataDirectory) is not { } directory) return;
        Environment.Exit(OwnAsync(directory).GetAwaiter().GetResult());
    }

    private static async Task<int> OwnAsync(string directory)
    {
        await using var database = await EmbeddedPostgres.StartAsync(directory, _ => { });
        Console.WriteLine(database.ServerProcessId);
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
