using ArchUnitNET.xUnit;
using Shouldly;
using Xunit;
using static ArchUnitNET.Fluent.Slices.SliceRuleDefinition;

namespace IotPlatform.Tests.Architecture;

/// <summary>An event's receiver imports its sender, a command's sender imports its receiver, and nobody imports back.</summary>
public sealed class SliceTests
{
    /// <summary>
    /// Which other slices a slice may know, each row only such as stand above it. The root namespace, which composes them, may know all.
    /// </summary>
    private static readonly (string Slice, string[] MayKnow)[] Table =
    [
        ("RuleEngine", []),
        ("Cli", []),
        ("Platform", ["Cli"]),
        ("Hosting", []),
        ("Observability", ["Platform"]),
        ("Accounts", ["Cli", "Platform"]),
        ("Devices", ["Platform", "Accounts"]),
        ("Groups", ["Platform", "Accounts", "Devices"]),
        ("Profiles", ["Platform", "Accounts", "Devices"]),
        ("Alarms", ["Cli", "Platform", "Accounts", "RuleEngine", "Devices"]),
        ("Audit", ["Cli", "Platform", "Accounts", "Alarms"]),
        ("Connectivity", ["Platform", "Accounts", "Devices"]),
        ("Telemetry", ["Platform", "Accounts", "Devices"]),
        ("OpenApi", ["Cli", "Platform", "Telemetry"]),
        ("Datapoints", ["Platform", "Accounts", "Telemetry"]),
        ("Rules", ["Platform", "Accounts", "RuleEngine", "Devices", "Groups", "Profiles", "Alarms"]),
        ("Health", ["Platform", "Accounts", "RuleEngine", "Devices", "Profiles", "Alarms", "Connectivity", "Telemetry"]),
        ("Mqtt", ["Platform", "Accounts", "Devices", "Connectivity", "Telemetry"]),
        ("Commands", ["Platform", "Accounts", "Devices", "Mqtt"]),
        ("Backtests", ["Platform", "Accounts", "RuleEngine", "Devices", "Groups", "Profiles", "Alarms", "Connectivity", "Telemetry", "Rules"]),
        ("Notifications", ["Platform", "Accounts", "RuleEngine", "Devices", "Groups", "Profiles", "Alarms", "Rules"]),
        ("Monitoring", ["Platform", "Accounts", "RuleEngine", "Devices", "Groups", "Profiles", "Alarms", "Connectivity", "Telemetry", "Datapoints", "Rules"]),
        ("Insights", ["Platform", "Accounts", "Devices", "Alarms", "Telemetry"]),
        ("Operations", ["Cli", "Platform", "Hosting", "Audit"]),
        ("Projections", ["Cli", "Platform"]),
    ];

    private static IEnumerable<(string From, string To, Reference Example)> Arrows() =>
        from reference in Product.References
        let home = Product.SliceOf(reference.FromSpace)
        let target = Product.SliceOf(reference.ToSpace)
        where !string.IsNullOrEmpty(home) && target is not null && target != home
        where reference.To.StartsWith(Product.Root, StringComparison.Ordinal)
        select (home, target.Length == 0 ? "the root" : target, reference);

    // Seen red: Platform naming a type of Devices.
    [Fact]
    public void slices_are_free_of_cycles() => Slices().Matching("IotPlatform.(*)").Should().BeFreeOfCycles().Check(Product.Slices);

    // Seen red: Platform naming Devices in an async lambda, a new folder naming Hosting.
    [Fact]
    public void every_arrow_between_slices_is_in_the_table()
    {
        var mayKnow = Table.ToDictionary(row => row.Slice, row => row.MayKnow);
        var arrows = Arrows().ToList();
        // Without this arrow, the references would not have been read at all.
        arrows.ShouldContain(arrow => arrow.From == "Monitoring" && arrow.To == "Rules");
        arrows.Where(arrow => !mayKnow.GetValueOrDefault(arrow.From, []).Contains(arrow.To))
            .GroupBy(arrow => $"{arrow.From} -> {arrow.To}", arrow => arrow.Example)
            .Select(forbidden => $"{forbidden.Key}: {string.Join("; ", forbidden.Take(3))}").ShouldBeEmpty();
    }

    // Seen red: a row that let Devices know Telemetry.
    [Fact]
    public void the_tables_arrows_point_upwards_alone() => Table
        .SelectMany((row, place) => row.MayKnow.Except(Table.Take(place).Select(above => above.Slice)).Select(target => $"{row.Slice} -> {target}"))
        .ShouldBeEmpty();

    // Seen red: a namespace IotPlatform.Extra; a row without its folder.
    [Fact]
    public void every_slice_has_its_row_in_the_table()
    {
        var slices = Product.References.Select(reference => Product.SliceOf(reference.FromSpace))
            .Where(slice => !string.IsNullOrEmpty(slice)).Distinct().ToList();
        var rows = Table.Select(row => row.Slice).ToList();
        slices.Except(rows).Select(slice => $"{slice} has no row")
            .Concat(rows.Except(slices).Select(row => $"{row} is a row without a slice")).ShouldBeEmpty();
    }
}
