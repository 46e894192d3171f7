using System.Globalization;

namespace IotPlatform.Cli;

/// <summary>Numbers of things, as people write them.</summary>
public static class Counted
{
    /// <summary><c>1,000</c></summary>
    public static string Of(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 device</c>, <c>1,000 devices</c></summary>
    public static string Of(long count, string thing) => $"{Of(count)} {(count == 1 ? thing : Plural(thing))}";

    private static string Plural(string thing) => thing.EndsWith('y') ? $"{thing[..^1]}ies" : $"{thing}s";
}
