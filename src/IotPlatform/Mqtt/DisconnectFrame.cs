using System.Buffers.Binary;

namespace IotPlatform.Mqtt;

/// <summary>What the decoder of a DISCONNECT loses: whether it speaks of the session's expiry, or only does not.</summary>
internal static class DisconnectFrame
{
    private const byte SessionExpiry = 0x11, ReasonString = 0x1F, ServerReference = 0x1C, UserProperty = 0x26;

    /// <summary>The seconds for which an MQTT 5 client wants its session kept; null when it leaves it at what it said before.</summary>
    public static uint? SessionExpiryOf(ReadOnlySpan<byte> body)
    {
        // The reason code, then the length of the properties, which the decoder has checked.
        var at = 1;
        while (at < body.Length && (body[at] & 0x80) is not 0) at++;
        at++;
        while (at < body.Length)
        {
            var property = body[at++];
            if (property is SessionExpiry) return body.Length - at < 4 ? null : BinaryPrimitives.ReadUInt32BigEndian(body[at..]);
            if (property is not (ReasonString or ServerReference or UserProperty)) return null;
            for (var texts = property is UserProperty ? 2 : 1; texts > 0; texts--)
            {
                if (body.Length - at < 2) return null;
                at += 2 + BinaryPrimitives.ReadUInt16BigEndian(body[at..]);
            }
        }

        return null;
    }
}
