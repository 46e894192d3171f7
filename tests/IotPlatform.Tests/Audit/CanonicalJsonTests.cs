using System.Buffers;
using System.Text;
using System.Text.Json;
using IotPlatform.Audit;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Audit;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b" : 1, "a" : [ true, null, "x" ] }""", """{"a":[true,null,"x"],"b":1e0}""")]
    [InlineData("""{"a":{"z":{},"y":[]}}""", """{"a":{"y":[],"z":{}}}""")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2e0}""")]
    [InlineData("\"\\u00b0 \\/ \\\" \\\\ \\u000a\\u0001 \\ud83d\\ude00\"", "\"° / \\\" \\\\ \\n\\u0001 😀\"")]
    public void a_value_has_one_form_however_it_was_written(string json, string canonical) => Canonical(json).ShouldBe(canonical);

    // The names of the example in RFC 8785, section 3.2.3, in the order that it gives.
    [Fact]
    public void members_are_in_the_order_of_their_utf_16_code_units()
    {
        string[] names = ["\r", "1", "\u0080", "ö", "€", "😂", "\ufb33"];
        var json = JsonSerializer.Serialize(names.Reverse().ToDictionary(name => name, _ => true));
        JsonElement.Parse(Canonical(json)).EnumerateObject().Select(member => member.Name).ShouldBe(names);
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("31.2", "312e-1")]
    [InlineData("31.20", "312e-1")]
    [InlineData("3120e-2", "312e-1")]
    [InlineData("-300", "-3e2")]
    [InlineData("3E+2", "3e2")]
    [InlineData("0.05", "5e-2")]
    [InlineData("12345678901234567890.5", "123456789012345678905e-1")]
    public void a_number_is_written_exactly(string number, string canonical) => Canonical(number).ShouldBe(canonical);

    private static string Canonical(string json)
    {
        var bytes = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(bytes, JsonElement.Parse(json));
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
