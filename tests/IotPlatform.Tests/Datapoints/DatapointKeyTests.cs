using IotPlatform.Datapoints;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Datapoints.SampleDatapoint;

namespace IotPlatform.Tests.Datapoints;

public sealed class DatapointKeyTests
{
    [Fact]
    public void a_key_is_known_from_its_definition_to_its_deletion()
    {
        var known = DatapointKey.Fold(null, Definition);
        known.ShouldBe(new DatapointKey("datapoint-1", "temperature", "°C", DatapointType.Number));
        DatapointKey.Fold(known, new DatapointLabelled("datapoint-1", "Heat", "K", Now)).ShouldBe(known! with { Unit = "K" });
        DatapointKey.Fold(known, new DatapointDeleted("datapoint-1", "temperature", Now)).ShouldBeNull();
        DatapointKey.Fold(known, "anything").ShouldBe(known);
    }

    [Fact]
    public void a_label_that_comes_after_the_deletion_makes_no_key_known() =>
        DatapointKey.Fold(null, new DatapointLabelled("datapoint-1", "Heat", "K", Now)).ShouldBeNull();

    [Theory]
    [InlineData("t")]
    [InlineData("AZaz09_.-")]
    [InlineData("..")]
    [InlineData("-")]
    public void letters_digits_and_three_signs_make_a_key(string key) => DatapointKey.IsValid(key).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("é")]
    [InlineData("a\n")]
    [InlineData("١")]
    public void anything_else_makes_none(string key) => DatapointKey.IsValid(key).ShouldBeFalse();

    [Fact]
    public void a_key_has_up_to_64_characters()
    {
        DatapointKey.IsValid(new string('x', 64)).ShouldBeTrue();
        DatapointKey.IsValid(new string('x', 65)).ShouldBeFalse();
    }
}
