using FsCheck;
using FsCheck.Fluent;
using IotPlatform.Notifications;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Notifications;

public sealed class RoutingTests
{
    private static readonly Occasion Triggered = SampleOccasion.Of();

    private static readonly Gen<NotificationPolicy[]> Policies =
        from count in Gen.Choose(0, 4)
        from policies in Gen.ArrayOf(
            from channels in Gen.SubListOf("a", "b", "off", "gone").Where(some => some.Count > 0)
            from groups in Gen.Elements<PolicyGrouping?>(null, PolicyGrouping.Rule)
            from cooldown in Gen.Elements(0, 60)
            from isEnabled in Gen.Elements(true, true, false)
            select SampleOccasion.Policy("", [.. channels]) with { GroupBy = groups, CooldownSeconds = cooldown, IsEnabled = isEnabled }, count)
        select policies.Select((policy, i) => policy with { Id = $"policy-{i}" }).ToArray();

    [Fact]
    public void a_channel_is_told_once_whatever_the_number_of_policies_that_name_it() => Prop.ForAll(Arb.From(Policies), policies =>
    {
        var routes = Route(Triggered, policies);
        routes.Select(route => route.Channel.Id).ShouldBe(routes.Select(route => route.Channel.Id).Distinct());
        routes.Select(route => route.Channel.Id).Order().ShouldBe(
            policies.Where(policy => policy.IsEnabled).SelectMany(policy => policy.ChannelIds).Distinct().Where(id => id != "gone").Order());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void every_route_has_a_reason_that_holds() => Prop.ForAll(Arb.From(Policies), policies =>
    {
        foreach (var route in Route(Triggered, policies, policy => policy.Id == "policy-1" ? Triggered.At - Duration.FromSeconds(30) : null))
        {
            var asking = policies.Where(policy => policy.IsEnabled && policy.ChannelIds.Contains(route.Channel.Id)).ToList();
            var telling = asking.Where(policy => policy.Id != "policy-1" || policy.CooldownSeconds == 0).ToList();
            route.Reason.ShouldBe(
                telling.Count == 0 ? RouteReason.CoolingDown
                : route.Channel.Id == "off" ? RouteReason.ChannelDisabled
                : telling.Any(policy => policy.GroupBy is null) ? RouteReason.Send : RouteReason.Collect);
            route.Telling.ShouldBe(telling);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void of_several_policies_the_oldest_speaks_unless_another_one_wants_it_at_once()
    {
        var (first, second) = (SampleOccasion.Policy("first", "a"), SampleOccasion.Policy("second", "a"));
        Route(Triggered, [first, second]).ShouldHaveSingleItem().Policy.Id.ShouldBe("first");
        var route = Route(Triggered, [first with { GroupBy = PolicyGrouping.Rule }, second]).ShouldHaveSingleItem();
        (route.Policy.Id, route.Reason).ShouldBe(("second", RouteReason.Send));
    }

    [Theory]
    [InlineData(59, RouteReason.CoolingDown)]
    [InlineData(60, RouteReason.Send)]
    public void a_cooldown_ends_on_the_second(int seconds, RouteReason reason) => Route(
            SampleOccasion.Of(seconds: seconds), [SampleOccasion.Policy("p", "a") with { CooldownSeconds = 60 }], _ => SampleOccasion.Start)
        .ShouldHaveSingleItem().Reason.ShouldBe(reason);

    [Fact]
    public void a_silence_in_force_that_fits_keeps_it_back_and_is_named()
    {
        var silence = SampleSilence.Of() with { StartsAt = Triggered.At, EndsAt = Triggered.At + Duration.FromHours(1) };
        var book = SampleOccasion.Book(SampleOccasion.Policy("p", "a", "off")) with { Silences = [silence] };
        var routes = Routing.Of(Triggered, book, _ => null, _ => false);
        routes.Single(route => route.Channel.Id == "a").ShouldSatisfyAllConditions(
            route => route.Reason.ShouldBe(RouteReason.Silenced), route => route.Silence.ShouldBe(silence));
        routes.Single(route => route.Channel.Id == "off").Reason.ShouldBe(RouteReason.ChannelDisabled);
        Routing.Of(Triggered with { At = silence.EndsAt }, book, _ => null, _ => false).ShouldAllBe(route => route.Silence == null);
    }

    [Theory]
    [InlineData(NotificationKind.Triggered, false, "a")]
    [InlineData(NotificationKind.Reminder, false, "a")]
    [InlineData(NotificationKind.Reminder, true, "b")]
    [InlineData(NotificationKind.Escalated, false, "b")]
    [InlineData(NotificationKind.Acknowledged, false, "a")]
    [InlineData(NotificationKind.Acknowledged, true, "a b")]
    [InlineData(NotificationKind.Resolved, true, "a b")]
    public void an_escalation_moves_on_and_whoever_was_told_is_told_the_end(NotificationKind kind, bool isEscalated, string channels)
    {
        var policy = SampleOccasion.Policy("p", "a") with { EscalateAfterSeconds = 60, EscalationChannelIds = ["b"] };
        Routing.Of(SampleOccasion.Of(kind), SampleOccasion.Book(policy), _ => null, _ => isEscalated)
            .Select(route => route.Channel.Id).ShouldBe(channels.Split(' '));
    }

    private static IReadOnlyList<Route> Route(
        Occasion occasion, NotificationPolicy[] policies, Func<NotificationPolicy, Instant?>? lastTold = null) =>
        Routing.Of(occasion, SampleOccasion.Book(policies), lastTold ?? (_ => null), _ => false);
}
