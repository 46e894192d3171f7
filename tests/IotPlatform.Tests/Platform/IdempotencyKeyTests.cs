using System.Security.Cryptography;
using System.Text;
using IotPlatform.Platform;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class IdempotencyKeyTests
{
    private static readonly byte[] Answer = "the secret answer"u8.ToArray();

    private static IdempotencyKey Key(string apiKey = "iot_a", string text = "k") => IdempotencyKey.TryRead(apiKey, text)!;

    [Fact]
    public void an_answer_is_read_again_with_the_same_keys() => Key().Decrypt(Key().Encrypt(Answer)).ShouldBe(Answer);

    [Theory]
    [InlineData("iot_b", "k")]
    [InlineData("iot_a", "l")]
    public void with_another_key_it_cannot_be_read(string apiKey, string text) =>
        Should.Throw<CryptographicException>(() => Key(apiKey, text).Decrypt(Key().Encrypt(Answer)));

    [Fact]
    public void the_stored_form_shows_nothing_of_the_answer_and_is_never_the_same_twice()
    {
        var (one, other) = (Key().Encrypt(Answer), Key().Encrypt(Answer));
        one.ShouldNotBe(other);
        Encoding.Latin1.GetString(one).ShouldNotContain("secret");
    }

    [Fact]
    public void the_hash_tells_the_same_request_from_others()
    {
        Key().Hash.ShouldBe(Key().Hash);
        new[] { Key("iot_b").Hash, Key(text: "l").Hash }.ShouldAllBe(hash => !hash.SequenceEqual(Key().Hash));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("550e8400-e29b-41d4-a716-446655440000", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("ä", false)]
    public void a_key_is_printable_ascii(string text, bool isKey) => (IdempotencyKey.TryRead("iot_a", text) is not null).ShouldBe(isKey);

    [Fact]
    public void a_key_has_255_characters_at_most()
    {
        IdempotencyKey.TryRead("iot_a", new string('x', 255)).ShouldNotBeNull();
        IdempotencyKey.TryRead("iot_a", new string('x', 256)).ShouldBeNull();
    }
}
