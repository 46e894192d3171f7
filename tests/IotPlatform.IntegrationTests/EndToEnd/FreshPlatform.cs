using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>A platform that was started for the first time on an empty data directory.</summary>
public sealed class FreshPlatform : IAsyncLifetime
{
    private readonly string _data = TestFolder.NewPath();

    internal PlatformProcess Process { get; private set; } = null!;

    public async Task InitializeAsync() => Process = await PlatformProcess.StartAsync(_data);

    public async Task DisposeAsync()
    {
        await Process.TerminateAsync();
        await Process.DisposeAsync();
        TestFolder.Remove(_data);
    }
}
