using IotPlatform.Platform;
using JasperFx.Events.Projections;
using Marten;

namespace IotPlatform.Devices;

/// <summary>Devices, their tags, their credentials.</summary>
public static class DevicesModule
{
    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddDevices(this IServiceCollection services)
    {
        services.AddResource<Device, DeviceReadModel>(ListDevicesEndpoint.List);
        services.AddReadModel<DeviceCount, DeviceCountProjection>((_, withheld) => new DeviceCountProjection(withheld));
        services.ConfigureStores(options => options.Schema.For<Device>().Identity(device => device.DeviceId));
        services.ConfigureMarten(options =>
        {
            options.Projections.Add(new ResourceProjection<DeviceLogin>(WithheldEvents.None), ProjectionLifecycle.Live);
            PastMembers.IgnoreIndex(options);
        });
        services.AddSingleton(DeviceStates.Script).AddSingleton<DeviceStates>()
            .AddSingleton(TelemetryErrors.Script).AddSingleton(PastMembers.Script);
        services.AddSingleton<DeviceAuthenticator>().AddSingleton<IDeviceAuthenticator>(p => p.GetRequiredService<DeviceAuthenticator>());
        services.AddSingleton<LoginThrottle>().AddSingleton<DeviceRoll>();
        return services.AddSingleton<DeviceLimit>().AddSingleton<IConsequence>(p => p.GetRequiredService<DeviceLimit>()).AddSingleton<IConsequence, EraseDeletedDevice>();
    }
}
