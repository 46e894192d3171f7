using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.RuleEngine.Tests;

public class ScalarTests
{
    [Theory]
    [InlineData("31.2", "31.2")]
    [InlineData("-7", "-7")]
    [InlineData("1e3", "1000")]
    [InlineData("\"on \\u00b0\"", "\"on °\"")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("0", "0")]
    [InlineData("\"\"", "\"\"")]
    public void a_scalar_round_trips_as_bare_json_and_reads_well(string json, string text)
    {
        var scalar = JsonSerializer.Deserialize<Scalar>(json);
        scalar.ToString().ShouldBe(text);
        JsonSerializer.Deserialize<Scalar>(JsonSerializer.Serialize(scalar)).ShouldBe(scalar);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("1e999")]
    [InlineData("\"\\ud800\"")]
    public void what_is_no_scalar_is_refused(string json)
    {
        using var document = JsonDocument.Parse(json);
        Scalar.TryRead(document.RootElement, out _).ShouldBeFalse();
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Scalar>(json));
    }

    [Fact]
    public void a_number_is_always_finite()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Scalar.Of(double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => Scalar.Of(double.PositiveInfinity));
    }

    [Fact]
    public void values_of_different_kinds_are_never_equal()
    {
        Scalar.Of(1).ShouldNotBe(Scalar.Of(true));
        Scalar.Of(1).ShouldNotBe(Scalar.Of("1"));
        Scalar.Of(0.0).ShouldBe(Scalar.Of(-0.0));
    }
}
