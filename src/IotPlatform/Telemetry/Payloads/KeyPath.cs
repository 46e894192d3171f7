using System.Text.Json;

namespace IotPlatform.Telemetry;

/// <summary>The names from the outermost object down to a value, joined by dots, as UTF-8.</summary>
public sealed class KeyPath
{
    private readonly byte[] _bytes = new byte[PayloadLimits.KeyBytes];
    private readonly byte[] _unescaped = new byte[PayloadLimits.KeyBytes * 6];

    /// <summary>Bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>The whole path.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Back to the root.</summary>
    public void Clear() => Length = 0;

    /// <summary>Back to an earlier length.</summary>
    public void PopTo(int length) => Length = length;

    /// <summary>Goes down to the property that the reader stands on.</summary>
    public PayloadError Push(ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan;
        // An escape sequence is at most six bytes for one byte of text.
        if (name.Length > _unescaped.Length) return PayloadError.KeyTooLong;
        if (reader.ValueIsEscaped) name = _unescaped.AsSpan(0, reader.CopyString(_unescaped));
        if (name.IsEmpty) return PayloadError.EmptyKey;
        var start = Length == 0 ? 0 : Length + 1;
        if (start + name.Length > _bytes.Length) return PayloadError.KeyTooLong;
        if (start > 0) _bytes[start - 1] = (byte)'.';
        name.CopyTo(_bytes.AsSpan(start));
        Length = start + name.Length;
        return PayloadError.None;
    }
}
