using JasperFx.CommandLine;

namespace IotPlatform.Accounts;

/// <summary>The command line of accounts: <c>customers</c> and <c>keys</c>. It works beside a running platform, on the same database.</summary>
public static class AccountCommands
{
    /// <summary>Whether the command line is for one of these commands.</summary>
    public static bool Knows(IReadOnlyList<string> args) => args.Count > 0 && args[0] is "customers" or "keys";

    /// <summary>Runs the command; the exit code is not 0 when it was refused.</summary>
    public static async Task<int> RunAsync(WebApplication app, string[] args)
    {
        await app.Services.GetRequiredService<Platform.SchemaUpdate>().ApplyAsync(CancellationToken.None);
        var accounts = app.Services.GetRequiredService<AccountStore>();
        var executor = CommandExecutor.For(
            factory =>
            {
                factory.RegisterCommand<CustomersCommand>();
                factory.RegisterCommand<KeysCommand>();
            },
            new AccountCommandCreator(accounts));
        return await executor.ExecuteAsync(args);
    }

    private sealed class AccountCommandCreator(AccountStore accounts) : ICommandCreator
    {
        public IJasperFxCommand CreateCommand(Type commandType) =>
            commandType == typeof(CustomersCommand) ? new CustomersCommand(accounts) : new KeysCommand(accounts);

        public object CreateModel(Type modelType) => Activator.CreateInstance(modelType)!;
    }
}
