using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Profiles;

/// <summary>Reads the members that profile requests share, and checks them.</summary>
public static class ProfileMembers
{
    private const int MaxTopics = 100;
    private const int MaxTopicLength = 256;

    /// <summary>The longest reporting interval: a year.</summary>
    private const int MaxInterval = 366 * NodaConstants.SecondsPerDay;

    /// <summary>The topics, each once; null empties them, absence leaves <paramref name="current"/>.</summary>
    public static IReadOnlyList<string> ExpectedTopics(Body body, IReadOnlyList<string> current) =>
        body.NullableTexts("expected_topics", MaxTopics, 1, MaxTopicLength) is { IsPresent: true } topics
            ? [.. (topics.Value ?? []).Distinct()]
            : current;

    /// <summary>The interval; null says that nobody says, absence leaves <paramref name="current"/>.</summary>
    public static int? ReportingInterval(Body body, int? current) =>
        body.NullableWhole("reporting_interval_seconds", 1, MaxInterval).Or(current);
}
