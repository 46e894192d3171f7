using FsCheck.Xunit;
using IotPlatform.Platform;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class IdsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 12, 0);

    [Property(QuietOnSuccess = true)]
    public void ids_sort_by_the_time_of_their_making(uint first, ushort millisecondsLater)
    {
        var early = Instant.FromUnixTimeMilliseconds(first * 1000L);
        var late = early + Duration.FromMilliseconds(millisecondsLater + 1);
        string.CompareOrdinal(Ids.New(early), Ids.New(late)).ShouldBeLessThan(0);
    }

    [Property(QuietOnSuccess = true)]
    public void an_id_is_a_uuid_of_version_7_that_tells_its_time(uint seconds)
    {
        var made = Instant.FromUnixTimeSeconds(seconds);
        var id = Guid.ParseExact(Ids.New(made), "D");
        (id.Version, id.Variant >> 2).ShouldBe((7, 2));
        var bytes = id.ToByteArray(bigEndian: true);
        (System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes) >> 16).ShouldBe(made.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void ids_of_one_instant_differ() => Enumerable.Range(0, 1000).Select(_ => Ids.New(Now)).ShouldBeUnique();
}
