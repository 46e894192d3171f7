using IotPlatform.Groups;
using NodaTime;

namespace IotPlatform.Tests.Groups;

/// <summary>A group to test with, as its events make it.</summary>
internal static class SampleGroup
{
    public static readonly Instant Made = Instant.FromUtc(2026, 3, 1, 12, 0);
    public static readonly Instant Now = Made + Duration.FromHours(1);

    public static Group Of(params object[] later) =>
        later.Aggregate(Group.Fold(null, new GroupCreated("group-1", "Pumps", "All of them", Made)), Group.Fold)!;
}
