namespace IotPlatform.Platform;

/// <summary>Numbers of things, for people.</summary>
public static class Plural
{
    /// <summary>A number and its noun: <c>1 event</c>, <c>2 events</c>.</summary>
    public static string Of(long number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
