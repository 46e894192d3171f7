using IotPlatform.Accounts;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Accounts;

public sealed class ApiKeyTests
{
    private static readonly Instant Made = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly Duration Second = Duration.FromSeconds(1);

    private static ApiKey Key(Instant? expiresAt = null) =>
        ApiKey.Fold(null, new ApiKeyCreated("abcdefghij", "acme", "hash", [ApiKey.IotService], [ApiKey.Read], expiresAt, Made))!;

    [Fact]
    public void a_key_is_what_its_creation_says()
    {
        var key = Key();
        (key.Id, key.Customer, key.Hash, key.CreatedAt, key.RevokedAt).ShouldBe(("abcdefghij", "acme", "hash", Made, null));
        key.Services.ShouldBe(["iot"]);
        key.Permissions.ShouldBe(["read"]);
    }

    [Fact]
    public void a_key_without_an_end_works_until_it_is_revoked()
    {
        Key().IsValid(Made + Duration.FromDays(36_500)).ShouldBeTrue();
        var revoked = ApiKey.Fold(Key(), new ApiKeyRevoked("abcdefghij", Made + Second))!;
        revoked.RevokedAt.ShouldBe(Made + Second);
        revoked.IsValid(Made + Second).ShouldBeFalse();
    }

    [Fact]
    public void a_key_works_up_to_but_not_at_its_end()
    {
        Key(Made + Second).IsValid(Made + Second - Duration.Epsilon).ShouldBeTrue();
        Key(Made + Second).IsValid(Made + Second).ShouldBeFalse();
    }

    [Fact]
    public void a_rotated_key_works_until_then_or_its_own_end()
    {
        Rotate(Key()).ExpiresAt.ShouldBe(Made + Second);
        Rotate(Key(Made + Second + Second)).ExpiresAt.ShouldBe(Made + Second);
        Rotate(Key(Made)).ExpiresAt.ShouldBe(Made);
        Rotate(Key()).Successor.ShouldBe("klmnopqrst");
    }

    private static ApiKey Rotate(ApiKey key) => ApiKey.Fold(key, new ApiKeyRotated("abcdefghij", "klmnopqrst", Made + Second, Made))!;
}
