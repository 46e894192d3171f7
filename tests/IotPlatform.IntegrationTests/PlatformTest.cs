using Xunit;

namespace IotPlatform.IntegrationTests;

/// <summary>A test over the API, with a customer of its own.</summary>
[Collection(PlatformTests.Name)]
public abstract class PlatformTest(PlatformFixture platform) : IAsyncLifetime
{
    protected PlatformFixture Platform => platform;

    protected TestCustomer Customer { get; private set; } = null!;

    protected ApiClient Api => Customer.Api;

    public async Task InitializeAsync() => Customer = await platform.NewCustomerAsync();

    public Task DisposeAsync() => Task.CompletedTask;
}
