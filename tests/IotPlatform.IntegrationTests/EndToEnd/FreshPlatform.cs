using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>A platform that was started for the first time on an empty data directory; shared, as each start takes seconds.</summary>
public sealed class FreshPlatform : IAsyncLifetime
{
    private readonly string _data = TestFolder.NewPath();

    internal PlatformProcess Process { get; private set; } = null!;

    public async Task InitializeAsync() => Process = await PlatformProcess.StartAsync(_data);

    public async Task DisposeAsync()
    {
        try
        {
            (await Process.TerminateAsync()).ExitCode.ShouldBe(0, Process.Output);
        }
        finally
        {
            await Process.DisposeAsync();
            TestFolder.Remove(_data);
        }
    }
}

/// <summary>Tests on the shared process run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class FreshPlatformTests : ICollectionFixture<FreshPlatform>
{
    public const string Name = "fresh platform";
}
