using FsCheck;
using FsCheck.Fluent;
using IotPlatform.Devices;
using IotPlatform.Notifications;
using IotPlatform.RuleEngine;
using IotPlatform.Tests.Devices;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Notifications;

public sealed class SilenceMatchersTests
{
    private static readonly SilenceMatchers None = new([], [], [], [], []);
    private static readonly Device Pump = SampleDevice.Of() with { DeviceId = "pump-1", GroupIds = ["g1", "g2"], Tags = ["cellar", "old"] };

    private static readonly SilenceMatchers[] Fitting =
    [
        None with { Severities = [Severity.Info, Severity.Critical] }, None with { RuleIds = ["r0", "r1"] }, None with { DeviceIds = ["pump-0", "pump-1"] },
        None with { GroupIds = ["g0", "g2"] }, None with { Tags = ["new", "old"] },
    ];

    private static readonly SilenceMatchers[] Unfitting =
    [
        None with { Severities = [Severity.Info] }, None with { RuleIds = ["r0"] }, None with { DeviceIds = ["pump-0"] }, None with { GroupIds = ["g0"] },
        None with { Tags = ["new", "Old"] },
    ];

    public static TheoryData<SilenceMatchers> Fits => [.. Fitting];

    public static TheoryData<SilenceMatchers> FitsNot => [.. Unfitting];

    private static bool IsSilenced(SilenceMatchers matchers) => matchers.Match(Severity.Critical, "r1", Pump);

    [Theory]
    [MemberData(nameof(Fits))]
    public void one_entry_of_a_list_is_enough(SilenceMatchers matchers) => IsSilenced(matchers).ShouldBeTrue();

    [Theory]
    [MemberData(nameof(FitsNot))]
    public void a_list_without_a_fitting_entry_lets_it_be_told(SilenceMatchers matchers) => IsSilenced(matchers).ShouldBeFalse();

    [Fact]
    public void every_list_that_is_not_empty_must_fit() => Prop.ForAll(Arb.From(Gen.Choose(0, 2).ArrayOf(5)), choices =>
    {
        var chosen = choices.Select((choice, list) => choice switch { 0 => None, 1 => Fitting[list], _ => Unfitting[list] }).ToList();
        IsSilenced(new(chosen[0].Severities, chosen[1].RuleIds, chosen[2].DeviceIds, chosen[3].GroupIds, chosen[4].Tags))
            .ShouldBe(!choices.Contains(2));
    }).QuickCheckThrowOnFailure();
}
