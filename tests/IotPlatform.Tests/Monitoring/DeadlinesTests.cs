using FsCheck.Xunit;
using IotPlatform.Monitoring;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Monitoring;

public sealed class DeadlinesTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly RuleOnDevice A = Of("a");
    private static readonly RuleOnDevice B = Of("b");

    private static RuleOnDevice Of(string device) => new(new WatchedDevice("acme", device), "rule-1");

    private static Instant At(int seconds) => Start + Duration.FromSeconds(seconds);

    private static List<RuleOnDevice> TakeAll(Deadlines deadlines, Instant now)
    {
        List<RuleOnDevice> taken = [];
        while (deadlines.TryTakeDue(now, out var whose)) taken.Add(whose);
        return taken;
    }

    [Fact]
    public void nothing_is_due_before_its_time()
    {
        var deadlines = new Deadlines();
        deadlines.Next.ShouldBeNull();
        deadlines.Set(A, At(5));
        deadlines.Next.ShouldBe(At(5));
        TakeAll(deadlines, At(5) - Duration.Epsilon).ShouldBeEmpty();
        TakeAll(deadlines, At(5)).ShouldBe([A]);
        deadlines.Next.ShouldBeNull();
    }

    [Fact]
    public void what_is_due_comes_by_time()
    {
        var deadlines = new Deadlines();
        deadlines.Set(A, At(7));
        deadlines.Set(B, At(5));
        TakeAll(deadlines, At(9)).ShouldBe([B, A]);
    }

    [Theory]
    [InlineData(5, 9)]
    [InlineData(9, 5)]
    public void a_moved_deadline_comes_once_at_its_new_time(int first, int second)
    {
        var deadlines = new Deadlines();
        deadlines.Set(A, At(first));
        deadlines.Set(A, At(second));
        TakeAll(deadlines, At(second) - Duration.Epsilon).ShouldBeEmpty();
        TakeAll(deadlines, At(10)).ShouldBe([A]);
    }

    [Fact]
    public void a_cleared_deadline_never_comes()
    {
        var deadlines = new Deadlines();
        deadlines.Set(A, At(5));
        deadlines.Set(A, null);
        deadlines.Set(B, null);
        TakeAll(deadlines, At(9)).ShouldBeEmpty();
    }

    [Fact]
    public void a_deadline_that_came_may_be_set_again()
    {
        var deadlines = new Deadlines();
        deadlines.Set(A, At(5));
        TakeAll(deadlines, At(5)).ShouldBe([A]);
        deadlines.Set(A, At(5));
        TakeAll(deadlines, At(5)).ShouldBe([A]);
    }

    /// <summary>A dictionary that is searched whole says the same, whatever was set, moved and cleared before.</summary>
    [Property(QuietOnSuccess = true, MaxTest = 500)]
    public void each_state_comes_once_by_its_last_deadline((byte Whose, byte Due)[] sets)
    {
        var deadlines = new Deadlines();
        RuleOnDevice[] four = [Of("a"), Of("b"), Of("c"), Of("d")];
        var model = new Dictionary<RuleOnDevice, Instant>();
        foreach (var (who, due) in sets)
        {
            var whose = four[who % 4];
            var time = due % 5 == 0 ? (Instant?)null : At(due % 20);
            deadlines.Set(whose, time);
            if (time is { } known) model[whose] = known;
            else model.Remove(whose);
        }
        TakeAll(deadlines, At(10)).ShouldBe(model.Where(entry => entry.Value <= At(10)).Select(entry => entry.Key), ignoreOrder: true);
        TakeAll(deadlines, At(20)).ShouldBe(model.Where(entry => entry.Value > At(10)).Select(entry => entry.Key), ignoreOrder: true);
    }
}
