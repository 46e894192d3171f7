using System.Text.Json;
using IotPlatform.Groups;
using IotPlatform.Platform;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Groups.SampleGroup;

namespace IotPlatform.Tests.Groups;

public sealed class UpdateGroupTests
{
    private static readonly GroupDescribed Unchanged = new("group-1", "Pumps", "All of them", Now);

    private static Decision Decide(string json, Group group) =>
        Change.Decide<UpdateGroup, Group>(JsonElement.Parse(json), group, Now, UpdateGroupEndpoint.Decide);

    public static TheoryData<string, object> Changes => new()
    {
        { """{"name":"New"}""", Unchanged with { Name = "New" } },
        { """{"description":"New"}""", Unchanged with { Description = "New" } },
        { """{"description":null}""", Unchanged with { Description = null } },
        { """{"name":"New","description":null}""", Unchanged with { Name = "New", Description = null } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void what_was_sent_changes_and_the_rest_stays(string json, object fact) => Decide(json, Of()).ShouldAppend(fact);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":"Pumps"}""")]
    [InlineData("""{"name":"Pumps","description":"All of them","device_count":7,"unknown":1}""")]
    public void what_is_so_already_makes_no_event(string json) => Decide(json, Of()).ShouldChangeNothing();

    [Theory]
    [MemberData(nameof(Changes))]
    public void asking_twice_makes_no_second_event(string json, object fact) => Decide(json, Group.Fold(Of(), fact)!).ShouldChangeNothing();

    [Fact]
    public void all_faults_are_told_at_once() => Decide("""{"name":null,"description":7}""", Of()).Refusal!.Errors
        .ShouldBe([new Fault("name", "must not be null"), new Fault("description", "must be a string")]);
}
