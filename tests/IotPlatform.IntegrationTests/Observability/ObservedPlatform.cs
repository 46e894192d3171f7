using IotPlatform.Platform;
using Xunit;

namespace IotPlatform.IntegrationTests.Observability;

/// <summary>A platform that shows its metrics on a port of their own.</summary>
public sealed class ObservedPlatform : PlatformFixture
{
    /// <summary>The port of metrics.</summary>
    public int MetricsPort => Get<ListeningPorts>().Last;

    protected override IReadOnlyDictionary<string, string?> OwnSettings => new Dictionary<string, string?>
    {
        ["Metrics:Port"] = "0",
        ["Metrics:Address"] = "127.0.0.1",
    };
}

/// <summary>Tests on the observed platform share it and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ObservedPlatformTests : ICollectionFixture<ObservedPlatform>
{
    public const string Name = "observed platform";
}
