using JasperFx.CommandLine;

namespace IotPlatform.Hosting;

/// <summary>
/// Runs the platform's own verbs. They are listed by <c>help</c> beside the framework's, but run from here: nothing else is written to
/// standard output, so that <c>--json</c> can be piped, and a failure reaches <see cref="StartupFailure"/> instead of being printed.
/// </summary>
public static class OperatorCommands
{
    /// <summary>The exit code of the verb in <paramref name="args"/>, or null if it is none of <paramref name="commands"/>.</summary>
    /// <param name="services">Fills the constructor and the <see cref="InjectServiceAttribute"/> properties of the command.</param>
    /// <param name="args">The command line.</param>
    /// <param name="commands">Classes that derive from <see cref="JasperFxAsyncCommand{T}"/>.</param>
    public static async Task<int?> RunAsync(IServiceProvider services, string[] args, params Type[] commands)
    {
        if (!commands.Any(command => CommandFactory.CommandNameFor(command) == CommandLine.Verb(args))) return null;
        var factory = new CommandFactory(new ServiceCommandCreator(services));
        foreach (var command in commands) factory.RegisterCommand(command);
        return await factory.BuildRun(args).Execute() ? 0 : 1;
    }

    private sealed class ServiceCommandCreator(IServiceProvider services) : ICommandCreator
    {
        public IJasperFxCommand CreateCommand(Type type)
        {
            var command = (IJasperFxCommand)ActivatorUtilities.CreateInstance(services, type);
            foreach (var property in type.GetProperties().Where(property => property.IsDefined(typeof(InjectServiceAttribute), true)))
                property.SetValue(command, services.GetRequiredService(property.PropertyType));
            return command;
        }

        public object CreateModel(Type type) => Activator.CreateInstance(type)!;
    }
}
