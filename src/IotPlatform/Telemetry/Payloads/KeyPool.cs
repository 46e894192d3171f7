using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IotPlatform.Telemetry;

/// <summary>
/// Datapoint keys that were seen lately, as text and ready for JSON, so that a million messages with the same three keys do not
/// make three million strings. A direct-mapped cache: its size is fixed, a hostile device can only make it miss.
/// Safe for many threads.
/// </summary>
public sealed class KeyPool
{
    private const int Slots = 8192;

    /// <summary>The pool of this process.</summary>
    public static KeyPool Shared { get; } = new();

    private readonly PooledKey?[] _slots = new PooledKey?[Slots];

    /// <summary>The key that these UTF-8 bytes spell, or the reason why they are none.</summary>
    public PayloadError Find(ReadOnlySpan<byte> utf8, out PooledKey key)
    {
        var hash = new HashCode();
        hash.AddBytes(utf8);
        ref var slot = ref _slots[(uint)hash.ToHashCode() % Slots];
        if (Volatile.Read(ref slot) is { } seen && utf8.SequenceEqual(seen.Utf8))
        {
            key = seen;
            return PayloadError.None;
        }
        return Learn(utf8, ref slot, out key);
    }

    private static PayloadError Learn(ReadOnlySpan<byte> utf8, ref PooledKey? slot, out PooledKey key)
    {
        key = PooledKey.None;
        if (utf8.IsEmpty) return PayloadError.EmptyKey;
        if (utf8.Length > PayloadLimits.KeyBytes) return PayloadError.KeyTooLong;
        var text = Encoding.UTF8.GetString(utf8);
        if (text.Any(char.IsControl)) return PayloadError.KeyControlCharacter;
        key = new PooledKey(utf8.ToArray(), text, JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
        Volatile.Write(ref slot, key);
        return PayloadError.None;
    }
}

/// <summary>A valid datapoint key in the forms in which the hot path needs it.</summary>
public sealed record PooledKey(byte[] Utf8, string Text, JsonEncodedText Json)
{
    /// <summary>Stands where there is no key.</summary>
    public static PooledKey None { get; } = new([], "", default);
}
