namespace IotPlatform.Benchmarks;

/// <summary>
/// What we hold ourselves to, in one place. Ratios are ours to the baseline's: of rates the higher is better, of times the lower.
/// </summary>
internal static class Aims
{
    // A history, a checked key, validation and a projected read model for little more than the same work by hand.
    public static readonly Aim PostToByHand = Aim.RatioAtLeast(0.7);
    public static readonly Aim PostToSingleRow = Aim.RatioAtLeast(0.4);
    public static readonly Aim Get = Aim.RatioAtLeast(0.8);

    // A page with key, connection state and total for little more than the bare page; and the same from a list of any length.
    public static readonly Aim List = Aim.RatioAtLeast(0.7);
    public static readonly Aim LongList = Aim.RatioAtLeast(0.9);

    // Storing every message durably before its PUBACK, against not storing it.
    public static readonly Aim OneInFlight = Aim.RatioAtLeast(0.7);
    public static readonly Aim TenInFlight = Aim.RatioAtLeast(0.33);
    public static readonly Aim ToMosquitto = Aim.RatioAtLeast(0.5);
    public static readonly Aim ToCopy = Aim.RatioAtLeast(0.33);

    // Nearer to what the generator can drive at all, the figures would be the generator's.
    public static readonly Aim ToGenerator = Aim.RatioAtMost(0.7);

    // A tenth of what a widespread platform takes for the same message, without a queue between taking it in and storing it.
    public static readonly Aim MessageCpu = Aim.RatioAtMost(0.1);

    // An alarm takes a second commit, after the one that the PUBACK waits for; judged where it matters, among the slowest.
    public static readonly Aim AlarmToPubAck = Aim.RatioAtMost(2);

    // What a message costs goes by the rules that match it, not by those there are; and so does the time to its alarm.
    public static readonly Aim IngestUnderRules = Aim.RatioAtLeast(0.9);
    public static readonly Aim AlarmAmongRules = Aim.RatioAtMost(3);

    // Silence is found by deadlines, not by looking through the fleet; and when a site loses its line, all of it is told in seconds.
    public static readonly Aim StillCpu = Aim.AtMost(2, "% of a core");
    public static readonly Aim Outage = Aim.AtMost(10, "s");

    // What makes every command provable is paid by every command; and who doubts the store should not have to wait for the answer.
    public static readonly Aim Linked = Aim.RatioAtLeast(0.9);
    public static readonly Aim Verify = Aim.AtMost(20, "s");

    // A receiver that hangs is its owner's trouble and nobody else's.
    public static readonly Aim BesideHeldReceiver = Aim.RatioAtMost(1.2);

    // Whoever rebuilds should not have to plan for it, and whoever reads should not have to know of the daemon.
    public static readonly Aim Rebuild = Aim.AtMost(30, "s");
    public static readonly Aim LagUnderLoad = Aim.AtMost(100, "ms");

    public static readonly Aim PostThenGet = Aim.AtMost(30, "ms");
    public static readonly Aim ProjectionLag = Aim.AtMost(30, "ms");

    // Whoever looks at the values must neither hold up those who send them nor wait long behind them.
    public static readonly Aim IngestBesideQueries = Aim.RatioAtLeast(0.8);
    public static readonly Aim QueryBesideIngest = Aim.AtMost(250, "ms");

    // What is kept for months is kept small, and a chart of it is there before anybody waits for it.
    public static readonly Aim BytesPerSample = Aim.AtMost(6, "B");
    public static readonly Aim MonthByHour = Aim.AtMost(15, "ms");

    public static readonly Aim Start = Aim.AtMost(4, "s");
    public static readonly Aim IdleMemory = Aim.AtMost(250, "MiB");
    public static readonly Aim ConnectedMemory = Aim.AtMost(400, "MiB");
}
