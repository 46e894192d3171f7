using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>
/// The id of a delivery. It follows from what is told and where, so that what is worked out again after a crash is the same message, and a
/// receiver that has it already can tell.
/// </summary>
public static class DeliveryId
{
    /// <summary>
    /// A string in the form of a UUIDv7 (RFC 9562): the milliseconds of <paramref name="at"/>, and the rest of the SHA-256 of
    /// <paramref name="occasion"/> and <paramref name="lane"/>.
    /// </summary>
    public static string For(string occasion, string lane, Instant at)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{occasion.Length}/{occasion}/{lane}"), hash);
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, at.ToUnixTimeMilliseconds() << 16);
        hash[..10].CopyTo(id[6..]);
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true).ToString();
    }
}
