using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IotPlatform.Cli.Files;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli.Files;

public sealed class ListCellTests
{
    [Theory]
    [InlineData("a;b", "a", "b")]
    [InlineData(" a ; ;b;", "a", "b")]
    [InlineData("""["a;b"]""", "a;b")]
    [InlineData("")]
    public void texts_stand_with_semicolons_between_them_or_as_json(string cell, params string[] texts) =>
        ListCell.Read(cell).ShouldBe(texts);

    [Theory]
    [InlineData("[a")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    public void what_begins_as_json_and_is_no_list_of_texts_is_refused(string cell) => ListCell.Read(cell).ShouldBeNull();

    // Seen red: texts with semicolons written as they are.
    [Property]
    public Property whatever_is_written_is_read_back() => Prop.ForAll(
        Arb.From(Gen.Elements("a", "b c", " d", "e;f", "[g", "\"h\"", "ü", "").ListOf()),
        texts => ListCell.Read(ListCell.Write(texts))!.SequenceEqual(texts));
}
