using System.Text.Json;
using IotPlatform.Platform;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class BodyTests
{
    private static void ShouldFault(string json, Action<Body> read, string field, string message)
    {
        var body = Body.Parse(json);
        read(body);
        body.Faults.ShouldHaveSingleItem().ShouldBe(new Fault(field, message));
    }

    private static T ShouldRead<T>(string json, Func<Body, T> read)
    {
        var body = Body.Parse(json);
        var value = read(body);
        body.Faults.ShouldBeEmpty();
        return value;
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("\"text\"")]
    public void what_is_no_object_is_a_fault(string json) => ShouldFault(json, _ => { }, "body", "must be a JSON object");

    [Fact]
    public void all_faults_are_gathered_in_the_order_of_reading()
    {
        var body = Body.Parse("""{"name":"","is_active":1,"count":0}""");
        body.RequiredText("name", 1, 100);
        body.Flag("is_active");
        body.Whole("count", 1, 9);
        body.AddFault("other", "is odd");
        body.Faults.Select(fault => fault.Field).ShouldBe(["name", "is_active", "count", "other"]);
    }

    [Fact]
    public void unknown_members_are_ignored() => ShouldRead("""{"name":"a","unknown":[1]}""", body => body.RequiredText("name", 1, 100)).ShouldBe("a");

    [Fact]
    public void a_member_that_is_null_was_sent()
    {
        var body = Body.Parse("""{"a":null}""");
        (body.Has("a"), body.IsNull("a")).ShouldBe((true, true));
        (body.Has("b"), body.IsNull("b")).ShouldBe((false, false));
    }

    [Theory]
    [InlineData("{}", "is required")]
    [InlineData("""{"name":null}""", "must not be null")]
    [InlineData("""{"name":7}""", "must be a string")]
    [InlineData("""{"name":""}""", "must not be blank")]
    [InlineData("""{"name":" \t "}""", "must not be blank")]
    [InlineData("""{"name":"abcdef"}""", "must have 1 to 5 characters")]
    [InlineData("""{"name":"a\u0000b"}""", "must not contain control characters")]
    [InlineData("""{"name":"a\u001bb"}""", "must not contain control characters")]
    [InlineData("""{"name":"\ud800"}""", "must be a string")]
    public void a_required_text_says_what_it_lacks(string json, string message) =>
        ShouldFault(json, body => body.RequiredText("name", 1, 5), "name", message);

    [Fact]
    public void characters_are_counted_as_people_count_them()
    {
        ShouldRead("""{"name":"🌡🌡🌡🌡🌡"}""", body => body.RequiredText("name", 1, 5)).ShouldBe("🌡🌡🌡🌡🌡");
        ShouldFault("""{"name":"🌡🌡🌡🌡🌡🌡"}""", body => body.RequiredText("name", 1, 5), "name", "must have 1 to 5 characters");
    }

    [Fact]
    public void a_text_may_have_lines_and_tabs() => ShouldRead("""{"a":"1\r\n\t2"}""", body => body.Text("a", 1, 9)).ShouldBe(new(true, "1\r\n\t2"));

    [Fact]
    public void an_alias_serves_only_where_the_name_is_missing()
    {
        ShouldRead("""{"type":"b"}""", body => body.RequiredTextOf(1, 9, "rule_type", "type")).ShouldBe("b");
        ShouldRead("""{"type":"b","rule_type":"a"}""", body => body.RequiredTextOf(1, 9, "rule_type", "type")).ShouldBe("a");
        ShouldFault("{}", body => body.RequiredTextOf(1, 9, "rule_type", "type"), "rule_type", "is required");
    }

    [Fact]
    public void an_optional_text_tells_absence_from_null()
    {
        ShouldRead("{}", body => body.OptionalText("a", 9)).ShouldBe(new(false, null));
        ShouldRead("""{"a":null}""", body => body.OptionalText("a", 9)).ShouldBe(new(true, null));
        ShouldRead("""{"a":""}""", body => body.OptionalText("a", 9)).ShouldBe(new(true, ""));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"true\"")]
    [InlineData("1")]
    public void a_flag_is_true_or_false_alone(string value)
    {
        ShouldFault($$"""{"a":{{value}}}""", body => body.Flag("a"), "a", "must be true or false");
        ShouldRead("""{"a":false}""", body => body.Flag("a")).ShouldBe(new(true, false));
        ShouldRead("{}", body => body.Flag("a")).IsPresent.ShouldBeFalse();
    }

    [Fact]
    public void a_nullable_flag_may_be_null_too()
    {
        ShouldRead("""{"a":null}""", body => body.NullableFlag("a")).ShouldBe(new(true, null));
        ShouldRead("""{"a":true}""", body => body.NullableFlag("a")).ShouldBe(new(true, true));
        ShouldRead("{}", body => body.NullableFlag("a")).ShouldBe(default);
        ShouldFault("""{"a":"yes"}""", body => body.NullableFlag("a"), "a", "must be true or false");
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("60", 60)]
    [InlineData("0", null)]
    [InlineData("61", null)]
    [InlineData("1.5", null)]
    [InlineData("1e400", null)]
    [InlineData("\"5\"", null)]
    [InlineData("null", null)]
    public void a_whole_number_keeps_its_bounds(string value, int? read)
    {
        var json = $$"""{"a":{{value}}}""";
        if (read is { } number) ShouldRead(json, body => body.Whole("a", 1, 60)).ShouldBe(new(true, number));
        else ShouldFault(json, body => body.Whole("a", 1, 60), "a", "must be a whole number from 1 to 60");
    }

    [Theory]
    [InlineData("\"Fleet\"")]
    [InlineData("null")]
    [InlineData("3")]
    public void a_choice_is_one_of_its_words(string value)
    {
        ShouldFault($$"""{"a":{{value}}}""", body => body.Choice("a", "fleet", "device"), "a", "must be one of fleet, device");
        ShouldRead("""{"a":"device"}""", body => body.Choice("a", "fleet", "device")).ShouldBe(new(true, "device"));
    }

    [Fact]
    public void texts_are_trimmed() => ShouldRead("""{"a":[" x ","Y"]}""", body => body.Texts("a", 9, 1, 9)).Value.ShouldBe(["x", "Y"]);

    [Theory]
    [InlineData("[\"a\",\"b\",\"c\",\"d\"]", "a", "must be an array of at most 3 strings")]
    [InlineData("\"a\"", "a", "must be an array of at most 3 strings")]
    [InlineData("null", "a", "must be an array of at most 3 strings")]
    [InlineData("[\"x\",5]", "a[1]", "must be a string")]
    [InlineData("[\"x\",\"  \"]", "a[1]", "must not be blank")]
    [InlineData("[\"abcde\"]", "a[0]", "must have 1 to 4 characters")]
    public void each_of_several_texts_is_checked(string value, string field, string message) =>
        ShouldFault($$"""{"a":{{value}}}""", body => body.Texts("a", 3, 1, 4), field, message);

    [Fact]
    public void metadata_is_replaced_whole_by_an_object_of_16_kib_or_emptied_by_null()
    {
        var current = JsonElement.Parse("""{"old":1}""");
        ShouldRead("{}", body => body.Metadata("m", current)).GetRawText().ShouldBe("""{"old":1}""");
        ShouldRead("""{"m":null}""", body => body.Metadata("m", current)).GetRawText().ShouldBe("{}");
        var full = $$"""{"a":"{{new string('x', Body.MaxMetadataBytes - 8)}}"}""";
        ShouldRead($$"""{"m":{{full}}}""", body => body.Metadata("m", current)).GetRawText().ShouldBe(full);
        ShouldFault($$"""{"m":{{full.Replace(":", ": ", StringComparison.Ordinal)}}}""", body => body.Metadata("m", current), "m", "must not be larger than 16 KiB");
        ShouldFault("""{"m":[]}""", body => body.Metadata("m", current), "m", "must be an object");
    }

    [Fact]
    public void metadata_that_the_store_cannot_hold_is_a_fault() => ShouldFault(
        """{"m":{"a":["\u0000"]}}""", body => body.Metadata("m", Body.NoMetadata), "m", "must not contain NUL characters, broken surrogates or numbers out of range");

    [Fact]
    public void members_keep_their_text_and_must_not_be_null()
    {
        ShouldRead("""{"config":{ "a" : 1.0 }}""", body => body.Members("config")).Value.GetRawText().ShouldBe("""{ "a" : 1.0 }""");
        ShouldFault("""{"config":null}""", body => body.Members("config"), "config", "must be an object");
    }

    [Theory]
    [InlineData("{}", "a")]
    [InlineData("""{"m":"a"}""", "a")]
    [InlineData("""{"m":null}""", null)]
    public void a_member_for_life_may_be_left_out_or_named_with_its_value(string json, string? current)
    {
        var body = Body.Parse(json);
        body.Immutable("m", current);
        body.Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"m":"b"}""")]
    [InlineData("""{"m":null}""")]
    [InlineData("""{"m":["a"]}""")]
    public void a_member_for_life_takes_no_other_value(string json)
    {
        var body = Body.Parse(json);
        body.Immutable("m", "a");
        body.Faults.ShouldBe([new Fault("m", "cannot be changed")]);
    }

    [Fact]
    public void several_texts_may_be_required()
    {
        ShouldRead("""{"a":["x"]}""", body => body.RequiredTexts("a", 2, 1, 4)).ShouldBe(["x"]);
        ShouldFault("{}", body => body.RequiredTexts("a", 2, 1, 4), "a", "is required");
        ShouldFault("""{"a":[]}""", body => body.RequiredTexts("a", 2, 1, 4), "a", "must not be empty");
    }

    [Fact]
    public void null_is_told_from_absence()
    {
        ShouldRead("""{"a":null}""", body => body.NullableTexts("a", 2, 1, 4)).ShouldBe(new(true, null));
        ShouldRead("{}", body => body.NullableTexts("a", 2, 1, 4)).IsPresent.ShouldBeFalse();
        ShouldRead("""{"a":null}""", body => body.NullableWhole("a", 1, 9)).ShouldBe(new(true, null));
        ShouldRead("""{"a":7}""", body => body.NullableWhole("a", 1, 9)).ShouldBe(new(true, 7));
        ShouldFault("""{"a":10}""", body => body.NullableWhole("a", 1, 9), "a", "must be a whole number from 1 to 9");
    }

    [Fact]
    public void of_a_closed_set_each_word_counts_once()
    {
        ShouldRead("""{"a":["y"," x ","y"]}""", body => body.Choices("a", ["x", "y", "z"])).Value.ShouldBe(["y", "x"]);
        ShouldRead("{}", body => body.Choices("a", ["x"], minCount: 1)).IsPresent.ShouldBeFalse();
        ShouldRead("""{"a":[]}""", body => body.Choices("a", ["x"])).Value.ShouldBeEmpty();
        ShouldFault("""{"a":[]}""", body => body.Choices("a", ["x"], minCount: 1), "a", "must not be empty");
        ShouldFault("""{"a":["w","x"]}""", body => body.Choices("a", ["x", "y"]), "a", "must be of x, y; 'w' is none");
        ShouldFault("""{"a":[" "]}""", body => body.Choices("a", ["x"]), "a[0]", "must not be blank");
        ShouldFault("""{"a":null}""", body => body.Choices("a", ["x"]), "a", "must be an array of at most 1 strings");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"m":["b","a"]}""")]
    [InlineData("""{"m":["a","b","a"]}""")]
    public void a_set_for_life_may_be_named_in_any_order(string json) => ShouldRead(json, body =>
    {
        body.ImmutableSet("m", ["a", "b"]);
        return body.Faults.Count;
    });

    [Theory]
    [InlineData("""{"m":["a"]}""")]
    [InlineData("""{"m":["a","b","c"]}""")]
    [InlineData("""{"m":null}""")]
    [InlineData("""{"m":"a"}""")]
    [InlineData("""{"m":["a","b",null]}""")]
    public void a_set_for_life_takes_no_other_entries(string json) =>
        ShouldFault(json, body => body.ImmutableSet("m", ["a", "b"]), "m", "cannot be changed");
}
