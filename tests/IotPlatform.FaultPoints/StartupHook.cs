using IotPlatform.FaultPoints;

/// <summary>
/// Sets a fault point in the platform's own process: the runtime calls it before the entry point when DOTNET_STARTUP_HOOKS names this
/// assembly, which needs no other.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(FaultPoint.Setting) is { } step) FaultPoint.Arm(step);
    }
}
