using IotPlatform.Accounts;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Accounts;

public sealed class ApiKeySecretTests
{
    [Fact]
    public void a_new_key_is_lookup_characters_and_256_bits_of_secret()
    {
        var key = ApiKeySecret.New();
        key.Text.ShouldMatch($"^iot_{key.Lookup}_[A-Za-z0-9_-]{{43}}$");
        key.Lookup.ShouldMatch("^[a-z0-9]{10}$");
        ApiKeySecret.New().Text.ShouldNotBe(key.Text);
    }

    [Fact]
    public void a_key_that_is_presented_finds_and_matches_what_was_stored()
    {
        var key = ApiKeySecret.New();
        ApiKeySecret.TryParse(key.Text, out var presented).ShouldBeTrue();
        presented.Lookup.ShouldBe(key.Lookup);
        presented.Matches(key.Hash).ShouldBeTrue();
    }

    [Fact]
    public void lookup_characters_alone_open_nothing()
    {
        var key = ApiKeySecret.New();
        ApiKeySecret.TryParse($"iot_{key.Lookup}_{new string('A', 43)}", out var guessed).ShouldBeTrue();
        guessed.Lookup.ShouldBe(key.Lookup);
        guessed.Matches(key.Hash).ShouldBeFalse();
    }

    [Fact]
    public void the_hash_is_the_sha_256_of_the_whole_key()
    {
        ApiKeySecret.TryParse("local-development-key", out var key).ShouldBeTrue();
        key.Hash.ShouldBe("4c88089bdf15cb0dffde5c179461a2f99fa7cfb0bed250a8d87f8aa1d80eaa11");
    }

    [Fact]
    public void a_key_of_foreign_form_has_lookup_characters_that_do_not_tell_it()
    {
        ApiKeySecret.TryParse("local-development-key", out var key).ShouldBeTrue();
        ApiKeySecret.TryParse("local-development-key", out var again).ShouldBeTrue();
        key.Lookup.ShouldMatch("^[0-9a-f]{10}$");
        key.Lookup.ShouldBe(again.Lookup);
        key.Hash.ShouldNotStartWith(key.Lookup);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short-7")]
    [InlineData("has a blank")]
    [InlineData("has\ttabulators")]
    [InlineData("nicht-über-ASCII")]
    public void what_cannot_be_a_key_is_none(string? text) => ApiKeySecret.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void a_key_has_8_to_200_characters()
    {
        ApiKeySecret.TryParse("12345678", out _).ShouldBeTrue();
        ApiKeySecret.TryParse(new string('k', 200), out _).ShouldBeTrue();
        ApiKeySecret.TryParse(new string('k', 201), out _).ShouldBeFalse();
    }
}
