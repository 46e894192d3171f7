using IotPlatform.Cli.Telemetry;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli.Telemetry;

public sealed class ScalarTests
{
    [Theory]
    [InlineData(ScalarKind.Number, "22.50", "22.50")]
    [InlineData(ScalarKind.Boolean, "true", "true")]
    [InlineData(ScalarKind.Text, "open", "open")]
    [InlineData(ScalarKind.Text, "22.50", "\"22.50\"")]
    [InlineData(ScalarKind.Text, "true", "\"true\"")]
    [InlineData(ScalarKind.Text, "\"quoted\"", "\"\\\"quoted\\\"\"")]
    [InlineData(ScalarKind.Text, "", "\"\"")]
    [InlineData(ScalarKind.Text, "null", "null")]
    [InlineData(ScalarKind.Text, "-", "-")]
    [InlineData(ScalarKind.Text, "1.2.3", "1.2.3")]
    public void a_cell_reads_as_the_value_that_it_was_written_from(ScalarKind kind, string text, string cell)
    {
        new Scalar(kind, text).Cell.ShouldBe(cell);
        Scalar.OfCell(cell).ShouldBe(new Scalar(kind, text));
    }
}
