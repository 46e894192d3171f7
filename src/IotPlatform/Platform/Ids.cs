using System.Buffers.Binary;
using System.Security.Cryptography;
using NodaTime;

namespace IotPlatform.Platform;

/// <summary>Makes the ids of resources: UUIDv7 (RFC 9562), so that they sort by the time of their making.</summary>
public static class Ids
{
    /// <summary>A new id whose first 48 bits are the Unix milliseconds of <paramref name="now"/>, the rest random.</summary>
    public static string New(Instant now) => NewGuid(now).ToString();

    /// <summary>The same as a value.</summary>
    public static Guid NewGuid(Instant now)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, now.ToUnixTimeMilliseconds());
        time[2..].CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
