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
    public static readonly Aim ToCopy = Aim.RatioAtLeast(0.33);

    // An alarm takes a second commit, after the one that the PUBACK waits for; judged where it matters, among the slowest.
    public static readonly Aim AlarmToPubAck = Aim.RatioAtMost(2);

    public static readonly Aim PostThenGet = Aim.AtMost(30, "ms");
    public static readonly Aim ProjectionLag = Aim.AtMost(30, "ms");

    public static readonly Aim Start = Aim.AtMost(4, "s");
    public static readonly Aim IdleMemory = Aim.AtMost(250, "MiB");
}
