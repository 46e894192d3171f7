namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>A file that telemetry is written to.</summary>
public interface IMomentFile : IAsyncDisposable
{
    /// <summary>Adds what a device measured at one time.</summary>
    ValueTask WriteAsync(Moment moment);
}
