using IotPlatform.Platform;
using IotPlatform.Profiles;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Profiles.SampleProfile;

namespace IotPlatform.Tests.Profiles;

public sealed class ProfileTests
{
    private static readonly ProfileRevised Revision = new("profile-1", "New", null, ["a", "b"], null, Body.NoMetadata, Now);

    [Fact]
    public void a_creation_tells_all_of_it() => Decisions.Tell(Of()).ShouldBe(Decisions.Tell(new Profile
    {
        Id = "profile-1",
        Name = "Pump",
        Description = "A pump",
        ExpectedTopics = ["devices/+/telemetry"],
        ReportingIntervalSeconds = 60,
        Metadata = Metadata,
        CreatedAt = Made,
        UpdatedAt = Made,
    }));

    [Fact]
    public void a_revision_replaces_all_that_it_said_and_nothing_else() => Decisions.Tell(Of(Revision)).ShouldBe(Decisions.Tell(Of() with
    {
        Name = "New",
        Description = null,
        ExpectedTopics = ["a", "b"],
        ReportingIntervalSeconds = null,
        Metadata = Body.NoMetadata,
        UpdatedAt = Now,
    }));

    [Fact]
    public void a_deletion_leaves_nothing() => Profile.Fold(Of(), new ProfileDeleted("profile-1", Now)).ShouldBeNull();

    [Fact]
    public void a_fact_of_another_kind_changes_nothing() => Decisions.Tell(Profile.Fold(Of(), "anything")).ShouldBe(Decisions.Tell(Of()));

    [Fact]
    public void every_event_that_a_profile_knows_changes_it_or_ends_it()
    {
        object[] facts = [Creation with { Name = "x" }, Revision, new ProfileDeleted("profile-1", Now)];
        facts.Select(fact => fact.GetType()).ShouldBe(Profile.EventTypes, ignoreOrder: true);
        foreach (var fact in facts) Decisions.Tell(Profile.Fold(Of(), fact)).ShouldNotBe(Decisions.Tell(Of()), fact.ToString());
    }
}
