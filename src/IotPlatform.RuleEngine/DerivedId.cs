using System.Buffers.Binary;
using System.Security.Cryptography;
using NodaTime;

namespace IotPlatform.RuleEngine;

/// <summary>
/// Makes ids that follow from what they are ids of, so that what is worked out twice, after a crash or on two nodes, has one.
/// </summary>
public static class DerivedId
{
    /// <summary>
    /// A string in the form of a UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds of <paramref name="at"/>, and from the
    /// SHA-256 of
    /// <paramref name="origin"/> what is random elsewhere.
    /// </summary>
    public static string From(ReadOnlySpan<byte> origin, Instant at)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(origin, hash);
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, at.ToUnixTimeMilliseconds() << 16);
        hash[..10].CopyTo(id[6..]);
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true).ToString();
    }
}
