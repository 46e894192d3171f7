namespace IotPlatform.Cli;

/// <summary>
/// Opens the platform's database for the time of a verb, beside a running platform or alone, and hands out the platform's services; the
/// result is the exit code.
/// </summary>
public delegate Task<int> Visit(Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken cancellation);
