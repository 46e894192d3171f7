using IotPlatform.Cli;
using IotPlatform.Cli.Devices;
using IotPlatform.Cli.Devices.Import;
using IotPlatform.Cli.Files;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli.Devices;

public sealed class RowReaderTests
{
    [Fact]
    public async Task a_table_says_of_a_device_what_its_cells_say()
    {
        var row = (await ReadAsync("""
            groups,device_id,name,is_active,tags,metadata.floor,description,metadata
            Cellar;Pumps,pump-1,"Pump 1, big",no,,3,,"{""a"": 1.50}"
            """)).ShouldHaveSingleItem().Row!;

        row.Number.ShouldBe(2);
        Json.Text(row.Members).ShouldBe(
            """{"groups":["Cellar","Pumps"],"device_id":"pump-1","name":"Pump 1, big","is_active":false,"tags":null,"""
            + """ "metadata.floor":"3","description":null,"metadata":{"a":1.50}}""".TrimStart());
        Json.Text(row.Metadata(null)).ShouldBe("""{"a":1.50,"floor":"3"}""");
    }

    // Seen red: an empty name read as null.
    [Fact]
    public async Task an_empty_cell_says_that_there_is_none_but_of_what_a_device_always_has() =>
        Json.Text((await ReadAsync("device_id,name,is_active,device_type,profile\na,,,,"))[0].Row!.Members)
            .ShouldBe("""{"device_id":"a","device_type":null,"profile":null}""");

    [Theory]
    [InlineData("device_id,name\n,x", 2, "device_id is missing")]
    [InlineData("device_id,name\na,x\na,y", 3, "device_id is that of row 2")]
    [InlineData("device_id,name\na b,x", 2, "device_id must have 1 to 128 of the characters A-Z a-z 0-9 . _ - :")]
    [InlineData("device_id,is_active\na,maybe", 2, "is_active cannot be read: 'maybe'")]
    [InlineData("device_id,metadata\na,[1]", 2, "metadata cannot be read: '[1]'")]
    [InlineData("device_id,tags\na,[1]", 2, "tags cannot be read: '[1]'")]
    [InlineData("device_id,name\na", 2, "has 1 cells under 2 columns")]
    [InlineData("device_id,name\nb,y\na,x\"y\"", 3, "has quotes in the wrong places")]
    public async Task a_faulty_row_is_told_with_its_number(string table, long number, string what) =>
        (await ReadAsync(table)).Select(read => read.Fault).OfType<RowFault>().Select(fault => (fault.Row, fault.What))
            .ShouldBe([(number, what)]);

    [Theory]
    [InlineData("")]
    [InlineData("name\nx")]
    [InlineData("device_id;name\na;x")]
    [InlineData("device_id,nmae\na,x")]
    [InlineData("device_id,name,name\na,x,y")]
    public async Task a_table_whose_columns_are_not_known_is_refused_as_a_whole(string table) =>
        await Should.ThrowAsync<RefusedException>(() => ReadAsync(table));

    [Fact]
    public async Task json_lines_say_the_same_with_types()
    {
        var rows = await ReadAsync("""
            {"device_id":"a","name":"A","tags":["x;y"],"metadata":{"floor":3}}

            {"device_id":"b","is_active":"yes"}
            {"device_id":"c","nmae":"C"}
            [1]
            {"device_id":"a"}
            {"device_id":"d","device_id":"e"}
            """, DeviceFormat.JsonLines);

        rows[0].Row!.Tags.ShouldBe(["x;y"]);
        rows.Skip(1).Select(read => (read.Fault!.Row, read.Fault.What.Split(':')[0])).ShouldBe(
        [
            (3, "is_active must be true or false"), (4, "nmae is no member of a device"), (5, "is no JSON object"),
            (6, "device_id is that of row 1"), (7, "is no JSON"),
        ]);
    }

    private static async Task<List<ReadRow>> ReadAsync(string text, DeviceFormat format = DeviceFormat.Csv) =>
        await RowReader.ReadAsync(new StringReader(text), format, default).ToListAsync();
}
