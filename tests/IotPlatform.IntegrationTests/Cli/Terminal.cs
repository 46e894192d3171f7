using IotPlatform.Cli;

namespace IotPlatform.IntegrationTests.Cli;

/// <summary>The command line as the holder of a key types it.</summary>
internal sealed class Terminal(PlatformFixture platform, TestCustomer customer)
{
    /// <summary>Runs a verb that is a client of the API; gives its exit code.</summary>
    public Task<int> RunAsync(params string[] words) => new CommandTree("iot", ClientVerbs.Of(TimeProvider.System))
        .RunAsync([.. words, "--url", platform.Http.BaseAddress!.ToString(), "--key", customer.Key.Text]);

    /// <summary>Runs a fleet that connects to this platform.</summary>
    public Task<int> SimulateAsync(params string[] words) => RunAsync(["simulate", "--mqtt", $"127.0.0.1:{platform.MqttPort}", .. words]);
}
