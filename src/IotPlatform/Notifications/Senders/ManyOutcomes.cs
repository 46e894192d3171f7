namespace IotPlatform.Notifications;

/// <summary>What an attempt to reach several comes to.</summary>
internal static class ManyOutcomes
{
    private const int MaxNamed = 5;

    /// <summary>
    /// Sent when one has it, since a further attempt would tell that one again; the error names the others. Of none that has it: to be
    /// tried again when that may help with one.
    /// </summary>
    public static SendOutcome Of(IReadOnlyList<(string Whom, SendOutcome Outcome)> each)
    {
        var failures = each.Where(one => one.Outcome.Result is not SendResult.Sent).ToList();
        if (failures.Count == each.Count) return WorthTrying(each);
        var sent = each.First(one => one.Outcome.Result is SendResult.Sent).Outcome;
        return failures.Count == 0 ? sent : sent with { Error = ErrorOf(failures, each.Count) };
    }

    private static SendOutcome WorthTrying(IReadOnlyList<(string Whom, SendOutcome Outcome)> each)
    {
        var again = each.Where(one => one.Outcome.Result is SendResult.Retry).Select(one => one.Outcome).ToList();
        return again.Count == 0 ? each[0].Outcome : again[0] with { RetryAfter = again.Max(outcome => outcome.RetryAfter) };
    }

    private static string ErrorOf(List<(string Whom, SendOutcome Outcome)> failures, int all)
    {
        var named = string.Join("; ", failures.Take(MaxNamed).Select(one => $"{one.Whom}: {one.Outcome.Error}"));
        return $"{failures.Count} of {all} were not reached. {named}{(failures.Count > MaxNamed ? "; and others" : "")}";
    }
}
