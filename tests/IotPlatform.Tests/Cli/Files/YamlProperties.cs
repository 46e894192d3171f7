using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IotPlatform.Cli;
using IotPlatform.Cli.Files;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli.Files;

public sealed class YamlProperties
{
    private static readonly string[] Scalars =
    [
        "null", "true", "0", "-1.50", "1e5", "99999999999999999999", "\"\"", "\" a \"", "\"no\"", "\"1\"", "\"007\"", "\"~\"", "\"a: b\"",
        "\"- x\"", "\"#c\"", "\"a #c\"", "\"'\"", "\"\\\"\"", "\"a\\nb\\n\"", "\"\\t\"", "\"\\r\\n \"", "\"🌡\"", "\"\\u0085\"",
        "\"\\u2028\"",
        "\"%\"", "\"@a\"", "\"`\"", "\"? a\"", "\"{a\"", "\"[a\"", "\"!t\"", "\"&a\"", "\"*a\"", "\"|\"", "\">\"", "\"---\"", "\"...\"",
        "\"2026-01-01\"",
        "\"\\u0000\"", "\"\\ufeff\"", "\"a\\\\b\"", "\"\\u007f\"", $"\"{new string('x', 300)} y\"",
    ];

    // Seen red: texts that look like numbers written without quotes.
    [Property(MaxTest = 1000)]
    public Property whatever_json_is_written_is_read_back() => Prop.ForAll(Arb.From(Object(3)), json =>
    {
        var value = Json.Parse(json)!;
        var text = new StringWriter();
        YamlWriter.Write(text, [value]);
        return (YamlReader.ReadItems(new StringReader(text.ToString())) is [var read] && Json.AreEqual(read.Value, value))
            .Label(text.ToString());
    });

    [Theory]
    [InlineData("a: \"b", "line 1, column 4: ")]
    [InlineData("- a: 1\n  a: 2", "line 2, column 3: a is there twice")]
    [InlineData("- &a b", "line 1, column 3: anchors are not known here; write it out")]
    [InlineData("- !!str b", "line 1, column 3: tags are not known here; leave it out")]
    public void a_fault_is_told_with_its_place(string yaml, string fault) =>
        Should.Throw<RefusedException>(() => YamlReader.ReadItems(new StringReader(yaml))).Message.ShouldStartWith(fault);

    [Theory]
    [InlineData("- 007", "\"007\"")]
    [InlineData("- no", "\"no\"")]
    [InlineData("- '1'", "\"1\"")]
    [InlineData("- 1.50", "1.50")]
    [InlineData("- True", "true")]
    [InlineData("-", "null")]
    public void a_word_is_what_json_would_have(string yaml, string json) =>
        YamlReader.ReadItems(new StringReader(yaml)).ShouldHaveSingleItem().Value
            .ShouldSatisfyAllConditions(value => Json.Text(value).ShouldBe(json));

    [Fact]
    public void several_documents_are_one_list() =>
        YamlReader.ReadItems(new StringReader("a: 1\n---\n- b: 2\n- c: 3\n")).Select(item => (Json.Text(item.Value), item.Line))
            .ShouldBe([("""{"a":1}""", 1), ("""{"b":2}""", 3), ("""{"c":3}""", 4)]);

    private static Gen<string> Any(int depth) => depth <= 0
        ? Gen.Elements(Scalars)
        : Gen.Frequency(
            (3, Gen.Elements(Scalars)), (1, Few(Any(depth - 1)).Select(items => $"[{string.Join(',', items)}]")), (1, Object(depth)));

    private static Gen<string> Object(int depth) =>
        from names in Few(Gen.Elements(Scalars.Where(scalar => scalar.StartsWith('"')).ToArray()))
        from values in Any(depth - 1).ListOf(names.Count)
        select $"{{{string.Join(',', names.Distinct().Zip(values, (name, value) => $"{name}:{value}"))}}}";

    private static Gen<IReadOnlyList<string>> Few(Gen<string> items) =>
        from count in Gen.Choose(0, 3)
        from list in items.ListOf(count)
        select (IReadOnlyList<string>)[.. list];
}
