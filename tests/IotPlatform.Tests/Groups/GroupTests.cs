using IotPlatform.Groups;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Groups.SampleGroup;

namespace IotPlatform.Tests.Groups;

public sealed class GroupTests
{
    [Fact]
    public void a_creation_tells_all_of_it() => Decisions.Tell(Of()).ShouldBe(Decisions.Tell(new Group
    {
        Id = "group-1",
        Name = "Pumps",
        Description = "All of them",
        CreatedAt = Made,
        UpdatedAt = Made,
    }));

    [Fact]
    public void a_description_replaces_the_one_before_and_nothing_else() =>
        Of(new GroupDescribed("group-1", "New", null, Now)).ShouldBe(Of() with { Name = "New", Description = null, UpdatedAt = Now });

    [Fact]
    public void a_deletion_leaves_nothing() => Group.Fold(Of(), new GroupDeleted("group-1", Now)).ShouldBeNull();

    [Fact]
    public void a_fact_of_another_kind_changes_nothing() => Group.Fold(Of(), "anything").ShouldBe(Of());

    [Fact]
    public void every_event_that_a_group_knows_changes_it_or_ends_it()
    {
        object[] facts =
        [
            new GroupCreated("group-1", "x", null, Now), new GroupDescribed("group-1", "x", null, Now), new GroupDeleted("group-1", Now),
        ];
        facts.Select(fact => fact.GetType()).ShouldBe(Group.EventTypes, ignoreOrder: true);
        foreach (var fact in facts) Group.Fold(Of(), fact).ShouldNotBe(Of(), fact.ToString());
    }
}
