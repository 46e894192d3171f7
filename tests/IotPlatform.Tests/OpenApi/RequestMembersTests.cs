using IotPlatform.OpenApi;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.OpenApi;

public sealed class RequestMembersTests
{
    private static RequestMember Member(string name) => RequestMembers.Of(typeof(Sample)).Single(member => member.Shape.Name == name);

    [Fact]
    public void a_request_has_the_members_that_its_reader_asks_for() => RequestMembers.Of(typeof(Sample)).Select(member => member.Shape.Name)
        .ShouldBe(["type", "kind", "name", "note", "severity", "count", "ids", "config", "later"]);

    [Fact]
    public void what_is_refused_when_it_is_missing_is_required() => RequestMembers.Of(typeof(Sample))
        .Where(member => member.IsRequired).Select(member => member.Shape.Name).ShouldBe(["kind", "name", "ids", "config"]);

    [Fact]
    public void what_is_taken_as_null_is_nullable() => RequestMembers.Of(typeof(Sample))
        .Where(member => member.IsNullable).Select(member => member.Shape.Name).ShouldBe(["note", "severity", "later"]);

    [Fact]
    public void the_bounds_are_those_that_the_reader_names()
    {
        Member("name").Shape.ShouldBe(new MemberShape("name", MemberKind.Text, 1, 100) { Words = Member("name").Shape.Words });
        (Member("count").Shape.Kind, Member("count").Shape.Min, Member("count").Shape.Max).ShouldBe((MemberKind.Whole, 2, 9));
        (Member("ids").Shape.MinCount, Member("ids").Shape.MaxCount, Member("ids").Shape.Max).ShouldBe((1, 5, 128));
    }

    [Fact]
    public void words_and_aliases_are_told()
    {
        Member("severity").Shape.Words.ShouldBe(["info", "warning", "critical"]);
        Member("type").Shape.AliasOf.ShouldBe("kind");
    }

    [Fact]
    public void what_is_for_life_is_null_only_where_the_resource_may_have_null() => RequestMembers.Of(typeof(SampleChange))
        .Where(member => member.IsNullable).Select(member => member.Shape.Name).ShouldBe(["parent_id"]);

    private sealed record Sample : IRequestBody<Sample>
    {
        public static Sample Read(Body body)
        {
            body.RequiredTextOf(1, 64, "kind", "type");
            body.RequiredText("name", 1, 100);
            body.OptionalText("note", 1000);
            body.OptionalChoice<Severity>("severity");
            body.Whole("count", 2, 9);
            body.RequiredTexts("ids", 5, 1, 128);
            body.RequiredMembers("config");
            if (body.Has("later")) body.NullableFlag("later");
            return new();
        }
    }

    private sealed record SampleResource(string Id, string? ParentId);

    private sealed record SampleChange : IChange<SampleChange, SampleResource>
    {
        public static SampleChange Read(Body body, SampleResource current)
        {
            body.Immutable("id", current.Id);
            body.Immutable("parent_id", current.ParentId);
            return new();
        }
    }
}
