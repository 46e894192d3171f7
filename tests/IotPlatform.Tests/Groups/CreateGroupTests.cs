using IotPlatform.Groups;
using IotPlatform.Platform;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Groups.SampleGroup;

namespace IotPlatform.Tests.Groups;

public sealed class CreateGroupTests
{
    private static (CreateGroup Request, IReadOnlyList<string> Faults) Read(string json)
    {
        var body = Body.Parse(json);
        return (CreateGroup.Read(body), [.. body.Faults.Select(fault => $"{fault.Field} {fault.Message}")]);
    }

    [Theory]
    [InlineData("""{"name":"Pumps"}""")]
    [InlineData("""{"name":"Pumps","description":null,"unknown":1}""")]
    public void a_name_is_all_that_a_group_needs(string json)
    {
        var (request, faults) = Read(json);
        faults.ShouldBeEmpty();
        request.ShouldBe(new CreateGroup("Pumps", null));
    }

    [Fact]
    public void what_was_told_of_it_is_what_happens() =>
        CreateGroupEndpoint.Decide(Read("""{"name":"A","description":"d"}""").Request, "group-2", Now)
        .ShouldAppend(new GroupCreated("group-2", "A", "d", Now));

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(100, 1000, true)]
    [InlineData(101, 1000, false)]
    [InlineData(100, 1001, false)]
    public void name_and_description_are_bounded(int name, int description, bool fits) =>
        Read($$"""{"name":"{{new string('é', name)}}","description":"{{new string('x', description)}}"}""").Faults
            .Count.ShouldBe(fits ? 0 : 1);

    [Fact]
    public void all_faults_are_told_at_once()
    {
        Read("""{"description":1}""").Faults.ShouldBe(["name is required", "description must be a string"]);
        Read("""{"name":null,"description":"\u0000"}""").Faults
            .ShouldBe(["name must not be null", "description must not contain control characters"]);
        Read("""{"name":" "}""").Faults.ShouldBe(["name must not be blank"]);
    }
}
