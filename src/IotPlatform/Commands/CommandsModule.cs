using IotPlatform.Mqtt;
using IotPlatform.Platform;
using Marten;

namespace IotPlatform.Commands;

/// <summary>Commands to devices, from the request to the device's acknowledgement.</summary>
public static class CommandsModule
{
    private const string OpenTable = "mt_doc_opencommand";

    private static readonly SchemaScript Indexes = new("indexes of open commands", $"""
        create index if not exists {OpenTable}_by_device on iot.{OpenTable} (tenant_id, (data->>'device_id'), (data->>'queued_at'), id);
        create index if not exists {OpenTable}_by_deadline on iot.{OpenTable} ((data->>'expires_at'));
        """);

    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services)
    {
        services.AddResource<DeviceCommand, DeviceCommandReadModel>(ListCommandsEndpoint.List);
        services.AddInlineReadModel<OpenCommand>();
        services.ConfigureMarten(
            options => options.Schema.For<OpenCommand>().IgnoreIndex($"{OpenTable}_by_device").IgnoreIndex($"{OpenTable}_by_deadline"));
        services.AddSingleton(Indexes).AddSingleton<CommandJournal>();
        services.AddSingleton<IConsequence, CommandAdmission>().AddSingleton<ICommandSource, CommandSource>();
        services.AddSingleton<CommandExpiry>().AddHostedService(provider => provider.GetRequiredService<CommandExpiry>());
        return services.AddHostedService<CommandWakeups>();
    }
}
