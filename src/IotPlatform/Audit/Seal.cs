using System.Buffers;
using System.Text.Json;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Audit;

/// <summary>
/// Holds fast all links of a customer's chains between two moments, and with the seals before it everything from the beginning: the head of
/// every stream is a link of this seal or of an earlier one. Whoever keeps the hash of one seal can tell whether anything older was
/// changed.
/// </summary>
/// <param name="Number">From 1, without gaps, for each customer.</param>
/// <param name="After">The places of its events in the store are above this one, where the seal before ended; 0 for the first.</param>
/// <param name="Through">The places of its events are at most this one.</param>
/// <param name="Events">How many they are.</param>
/// <param name="Root">The root of the Merkle tree over their links, in the order of the store.</param>
/// <param name="Previous">The hash of the seal before; none for the first.</param>
public sealed record Seal(string Customer, long Number, Instant SealedAt, long After, long Through, long Events, Hash Root, Hash Previous)
{
    /// <summary>SHA-256 over the canonical JSON object of all members, hashes in hexadecimal.</summary>
    public Hash Digest()
    {
        var (root, previous) = (Root.ToString(), Previous.ToString());
        var members = new { Customer, Number, SealedAt, After, Through, Events, Root = root, Previous = previous };
        var bytes = new ArrayBufferWriter<byte>(512);
        CanonicalJson.Write(bytes, JsonSerializer.SerializeToElement(members, Json.Api));
        return Hash.Of(bytes.WrittenSpan);
    }
}
