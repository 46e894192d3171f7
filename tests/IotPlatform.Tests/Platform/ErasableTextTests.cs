using System.Text.Json;
using IotPlatform.Platform;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class ErasableTextTests
{
    // printf '0123456789abcdefGrüße' | sha256sum
    private const string Commitment = "8ca2a7a4f69f37156cfb2aaa052980d64843093d6cad5695476a3ad9e237cadb";

    private static readonly ErasableText Salted = ErasableText.With("Grüße", "0123456789abcdef"u8);

    private sealed record Holder(ErasableText? Note);

    [Fact]
    public void a_new_text_has_a_salt_that_no_other_has()
    {
        var texts = Enumerable.Range(0, 100).Select(_ => ErasableText.New("same")).ToList();
        texts.ShouldAllBe(text => text.Text == "same" && Convert.FromBase64String(text.Salt!).Length == 16);
        texts.Select(text => text.Commitment).Distinct().Count().ShouldBe(100);
    }

    [Fact]
    public void it_commits_to_salt_and_text() => Salted.Commitment.ShouldBe(Commitment);

    [Fact]
    public void the_erased_has_the_same_commitment_and_nothing_else()
    {
        var erased = Salted.Erase();
        (erased.Text, erased.Salt, erased.Commitment).ShouldBe((null, null, Commitment));
    }

    [Fact]
    public void the_store_gets_text_and_salt() =>
        Stores(Salted, """{"note":{"text":"Grüße","salt":"MDEyMzQ1Njc4OWFiY2RlZg=="}}""");

    [Fact]
    public void of_the_erased_the_store_gets_the_commitment() =>
        Stores(Salted.Erase(), $$$"""{"note":{"commitment":"{{{Commitment}}}"}}""");

    [Fact]
    public void a_plain_string_is_a_text_without_a_salt() => Stores(ErasableText.Plain("seen"), """{"note":"seen"}""");

    [Fact]
    public void no_text_is_null() => Stores(null, """{"note":null}""");

    [Fact]
    public void a_log_does_not_get_the_text() => new Holder(Salted).ToString().ShouldNotContain("Grüße");

    [Fact]
    public void clients_get_the_text_alone_or_null()
    {
        JsonSerializer.Serialize(new Holder(Salted), Json.Api).ShouldBe("""{"note":"Grüße"}""");
        JsonSerializer.Serialize(new Holder(Salted.Erase()), Json.Api).ShouldBe("""{"note":null}""");
    }

    private static void Stores(ErasableText? text, string json)
    {
        JsonSerializer.Serialize(new Holder(text), Json.Store).ShouldBe(json);
        JsonSerializer.Deserialize<Holder>(json, Json.Store).ShouldBe(new Holder(text));
    }
}
