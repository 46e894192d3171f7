using System.Text.Json;
using IotPlatform.RuleEngine.Conditions;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.RuleEngine.Tests;

public class ParsingTests
{
    private const string Base = """
        "field":"t","operator":">","value":30
        """;
    private const string Operators = "must be one of: >, >=, <, <=, ==, !=, gt, gte, lt, lte, eq, ne";
    private const string Text = "must be a string of 1 to 128 characters without control characters";
    private const string AnyScalar = "must be a number, a boolean or a string of up to 1,024 characters";
    private const string OrderOnly = "needs one of the operators >, >=, < and <=";
    private const string Seconds = "must be a number of seconds from 0 to 2,592,000";
    private const string Count = "must be a whole number from 1 to 1,000";

    [Fact]
    public void a_threshold_has_defaults_for_all_but_field_operator_and_value() =>
        Rules.Condition($$"""{{{Base}}}""").ShouldBe(new Threshold(
            "t", Comparison.GreaterThan, Scalar.Of(30), Duration.Zero, 1, null, Duration.Zero, 1));

    [Fact]
    public void a_threshold_reads_every_member() =>
        Rules.Condition($$"""{{{Base}},"duration":1.5,"consecutive":3,"clear_value":25,"clear_duration":60,"clear_consecutive":2}""")
            .ShouldBe(new Threshold(
                "t", Comparison.GreaterThan, Scalar.Of(30), Duration.FromMilliseconds(1500), 3, Scalar.Of(25), Duration.FromMinutes(1), 2));

    [Theory]
    [InlineData("field")]
    [InlineData("key")]
    [InlineData("datapoint_key")]
    [InlineData("metric")]
    public void the_datapoint_has_four_spellings(string member) =>
        Rules.Condition($$"""{"{{member}}":"humidity","operator":"<","value":1}""").Key.ShouldBe("humidity");

    [Fact]
    public void duration_seconds_is_another_spelling_of_duration() =>
        Rules.Condition($$"""{{{Base}},"duration_seconds":90}""").ShouldBeOfType<Threshold>().Duration.ShouldBe(Duration.FromSeconds(90));

    [Theory]
    [InlineData(">", "gt", Comparison.GreaterThan)]
    [InlineData(">=", "gte", Comparison.GreaterThanOrEqual)]
    [InlineData("<", "lt", Comparison.LessThan)]
    [InlineData("<=", "lte", Comparison.LessThanOrEqual)]
    [InlineData("==", "eq", Comparison.Equal)]
    [InlineData("!=", "ne", Comparison.NotEqual)]
    public void every_operator_has_a_sign_and_a_word(string sign, string word, Comparison expected)
    {
        foreach (var spelling in new[] { sign, word })
            Rules.Condition($$"""{"field":"t","operator":"{{spelling}}","value":1}""")
                .ShouldBeOfType<Threshold>().Operator.ShouldBe(expected);
    }

    [Theory]
    [InlineData("\"off\"")]
    [InlineData("true")]
    [InlineData("12.5")]
    public void equality_takes_any_scalar(string value) =>
        Rules.Parse($$"""{"field":"t","operator":"==","value":{{value}}}""").Faults.ShouldBeEmpty();

    [Fact]
    public void unknown_members_and_scope_ids_are_ignored() =>
        Rules.Parse($$"""{{{Base}},"device_id":"d","colour":{"a":[1]},"\ud800":1}""").Faults.ShouldBeEmpty();

    [Fact]
    public void an_explicit_null_is_an_absent_member()
    {
        Rules.Parse($$"""{{{Base}},"clear_value":null,"duration":null}""").Faults.ShouldBeEmpty();
        Rules.Parse("""{"field":null,"operator":">","value":1}""").Faults.ShouldBe([new Fault("config.field", "is required")]);
    }

    [Fact]
    public void all_faults_are_told_at_once() =>
        Rules.Parse(
            """
            {"operator":"~","value":[],"duration":-1,"consecutive":0,
             "clear_value":"x","clear_duration":2592001,"clear_consecutive":1.5}
            """).Faults.ShouldBe(
            [
                new("config.field", "is required"),
                new("config.operator", Operators),
                new("config.value", AnyScalar),
                new("config.duration", Seconds),
                new("config.consecutive", Count),
                new("config.clear_value", "must be a number"),
                new("config.clear_duration", Seconds),
                new("config.clear_consecutive", Count),
            ]);

    [Theory]
    [InlineData("""{"field":"t","operator":">","value":"30"}""", "config.value", "must be a number for operator >")]
    [InlineData("""{"field":"t","operator":"lte","value":true}""", "config.value", "must be a number for operator <=")]
    [InlineData("""{"field":"t","operator":">","value":1e999}""", "config.value", "must be a number for operator >")]
    [InlineData("""{"field":"t","operator":">"}""", "config.value", "is required")]
    [InlineData("""{"field":"t","value":1}""", "config.operator", "is required")]
    [InlineData("""{"field":"t","operator":1,"value":1}""", "config.operator", Operators)]
    [InlineData("""{"field":"","operator":">","value":1}""", "config.field", Text)]
    [InlineData("""{"metric":"a\u0000","operator":">","value":1}""", "config.metric", Text)]
    [InlineData("""{"field":"\ud800","operator":">","value":1}""", "config.field", Text)]
    [InlineData("""{"field":"t","operator":"==","value":"\ud800"}""", "config.value", AnyScalar)]
    [InlineData("""{"field":"t","operator":">","value":30,"duration_seconds":"5"}""", "config.duration_seconds", Seconds)]
    [InlineData("""{"field":"t","operator":">","value":30,"consecutive":1001}""", "config.consecutive", Count)]
    [InlineData("""{"field":"t","operator":">","value":30,"clear_value":31}""", "config.clear_value", "must not be greater than value (30)")]
    [InlineData("""{"field":"t","operator":"<=","value":9,"clear_value":8}""", "config.clear_value", "must not be less than value (9)")]
    [InlineData("""{"field":"t","operator":"==","value":1,"clear_value":1}""", "config.clear_value", OrderOnly)]
    [InlineData("[]", "config", "must be an object")]
    [InlineData("null", "config", "must be an object")]
    public void a_fault_names_the_member_and_the_remedy(string config, string field, string message) =>
        Rules.Parse(config).Faults.ShouldBe([new Fault(field, message)]);

    [Fact]
    public void a_clear_value_may_equal_the_value() =>
        Rules.Parse($$"""{{{Base}},"clear_value":30}""").Faults.ShouldBeEmpty();

    [Fact]
    public void an_unknown_rule_type_is_a_fault() =>
        Rules.Parse("{}", "astrology").Faults.ShouldBe([new Fault(
            "rule_type", "must be one of: threshold, missing_data, offline, message_rate, reconnect_rate")]);

    [Fact]
    public void a_config_that_was_never_read_is_a_fault() =>
        Condition.Parse("threshold", default(JsonElement)).Faults.ShouldBe([new Fault("config", "must be an object")]);
}
