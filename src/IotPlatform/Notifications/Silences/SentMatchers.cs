using IotPlatform.Platform;
using IotPlatform.RuleEngine;

namespace IotPlatform.Notifications;

/// <summary>Which alarms are to be silenced: those that fit every list that is not empty.</summary>
public sealed record SentMatchers(SilenceMatchers Matchers) : IRequestBody<SentMatchers>
{
    /// <summary>Nothing said.</summary>
    public static SentMatchers None { get; } = new(new SilenceMatchers([], [], [], [], []));

    private const int MaxEntries = 1_000;

    /// <inheritdoc/>
    public static SentMatchers Read(Body body) => new(new SilenceMatchers(
        body.OptionalChoices<Severity>("severities") ?? [],
        Texts(body, "rule_ids", 128), Texts(body, "device_ids", 128), Texts(body, "group_ids", 128), Texts(body, "tags", 64)));

    /// <summary>Whether no list says anything: nobody should silence everything by leaving something out.</summary>
    public bool IsEmpty => Matchers is
    {
        Severities.Count: 0, RuleIds.Count: 0, DeviceIds.Count: 0, GroupIds.Count: 0, Tags.Count: 0,
    };

    private static IReadOnlyList<string> Texts(Body body, string name, int maxLength) =>
        [.. (body.NullableTexts(name, MaxEntries, 1, maxLength).Value ?? []).Distinct()];
}
