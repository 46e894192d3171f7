using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace IotPlatform.RuleEngine;

/// <summary>
/// The id of the alarm that a firing opens. It follows from the firing, so that a firing which is evaluated twice, after a crash or on two
/// nodes, can't open two alarms.
/// </summary>
public static class AlarmId
{
    /// <summary>
    /// A string in the form of a UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, and from the SHA-256 of rule, device
    /// and position what is random elsewhere.
    /// </summary>
    public static string For(string ruleId, string deviceId, long position, Instant at)
    {
        // The lengths keep ("a", "bc") and ("ab", "c") apart.
        var input = new MemoryStream();
        using (var writer = new BinaryWriter(input, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(ruleId);
            writer.Write(deviceId);
            writer.Write(position);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input.GetBuffer().AsSpan(0, (int)input.Length), hash);

        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, at.ToUnixTimeMilliseconds() << 16);
        hash[..10].CopyTo(id[6..]);
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true).ToString();
    }
}
