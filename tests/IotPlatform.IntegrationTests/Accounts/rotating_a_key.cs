using IotPlatform.Accounts;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Accounts;

public sealed class rotating_a_key(PlatformFixture platform) : PlatformTest(platform)
{
    private AccountStore Accounts => Platform.Get<AccountStore>();

    [Fact]
    public async Task without_an_overlap_the_old_one_ends_where_the_new_one_begins()
    {
        (await Api.GetAsync("devices")).Is(200);
        var secret = ApiKeySecret.New();

        var (old, made) = (await Accounts.RotateKeyAsync(Customer.Key.Lookup, secret, Duration.Zero, default)).ShouldNotBeNull();

        (old.Successor, made.Customer).ShouldBe((secret.Lookup, Customer.Id));
        made.Permissions.ShouldBe(old.Permissions);
        await Poll.UntilAsync(async () => (await Api.GetAsync("devices")).Status is 401, "the old key ends", 1);
        (await Platform.As(secret.Text).GetAsync("devices")).Is(200);
    }

    [Fact]
    public async Task with_an_overlap_both_work_until_its_end()
    {
        var secret = ApiKeySecret.New();
        await Accounts.RotateKeyAsync(Customer.Key.Lookup, secret, Duration.FromSeconds(2), default);

        (await Api.GetAsync("devices")).Is(200);
        (await Platform.As(secret.Text).GetAsync("devices")).Is(200);
        await Poll.UntilAsync(async () => (await Api.GetAsync("devices")).Status is 401, "the overlap ends", 5);
    }

    [Fact]
    public async Task a_key_that_does_not_work_has_no_successor()
    {
        await Accounts.RevokeKeyAsync(Customer.Key.Lookup, default);
        (await Accounts.RotateKeyAsync(Customer.Key.Lookup, ApiKeySecret.New(), Duration.Zero, default)).ShouldBeNull();
        (await Accounts.RotateKeyAsync("nosuchkey0", ApiKeySecret.New(), Duration.Zero, default)).ShouldBeNull();
    }

    [Fact]
    public async Task its_last_use_is_listed()
    {
        (await KeyAsync()).LastUsedAt.ShouldBeNull();
        var before = SystemClock.Instance.GetCurrentInstant() - Duration.FromMilliseconds(1);

        (await Api.GetAsync("devices")).Is(200);

        (await KeyAsync()).LastUsedAt.ShouldNotBeNull().ShouldBeGreaterThan(before);
    }

    private async Task<ApiKey> KeyAsync() => (await Accounts.ListKeysAsync(Customer.Id, default)).ShouldHaveSingleItem();
}
