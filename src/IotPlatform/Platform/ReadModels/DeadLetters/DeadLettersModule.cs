namespace IotPlatform.Platform;

/// <summary>How projections go on past an event that they cannot read or fold.</summary>
public static class DeadLettersModule
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddDeadLetters(this IServiceCollection services) => services
        .AddSingleton(DeadLetters.Script).AddSingleton<WithheldEvents>().AddSingleton<DeadLetters>().AddSingleton<UnreadableEvents>().AddSingleton<Quarantine>()
        .AddSingleton<EventInspection>().AddHostedService(provider => provider.GetRequiredService<EventInspection>()).AddHostedService<DeadLetterGauge>();
}
