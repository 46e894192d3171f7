using System.Text.Json;
using IotPlatform.Operations;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Operations;

public sealed class DiagnosisTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 4, 12, 0);

    [Theory]
    [InlineData(100, Condition.Ok)]
    [InlineData(3, Condition.Warning)]
    [InlineData(0, Condition.Fault)]
    public void a_disk_needs_room(long gigabytes, Condition condition) => MachineChecks.Room(gigabytes << 30).Condition.ShouldBe(condition);

    [Theory]
    [InlineData("Max open files            1024                 524288               files", Condition.Ok)]
    [InlineData("Max open files            1024                 4096                 files", Condition.Warning)]
    [InlineData("Max open files            unlimited            unlimited            files", Condition.Ok)]
    public void devices_need_open_files_by_the_hard_limit(string line, Condition condition) =>
        MachineChecks.Files(["Limit                     Soft Limit           Hard Limit           Units", line]).Condition
            .ShouldBe(condition);

    [Theory]
    [InlineData(0, Condition.Ok)]
    [InlineData(900, Condition.Ok)]
    [InlineData(1_100, Condition.Fault)]
    [InlineData(-5_000, Condition.Fault)]
    public void clocks_have_to_agree(int millisecondsApart, Condition condition) =>
        DatabaseChecks.Clocks(Now, Now + Duration.FromMilliseconds(millisecondsApart)).Condition.ShouldBe(condition);

    [Fact]
    public void a_part_that_is_not_ready_is_a_fault_and_says_why() => ListenerChecks
        .Read(JsonElement.Parse("""{"status":"not ready","parts":{"database":"ready","mqtt":"does not answer CONNECT yet"}}"""))
        .Select(one => (one.Part, one.Condition, one.Says))
        .ShouldBe([("database", Condition.Ok, "ready"), ("mqtt", Condition.Fault, "does not answer CONNECT yet")]);
}
