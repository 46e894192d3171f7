using System.Security.Cryptography;

namespace IotPlatform.Audit;

/// <summary>A SHA-256 digest, as bytes in the database and as lower-case hexadecimal wherever people see it.</summary>
public readonly struct Hash : IEquatable<Hash>
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private readonly byte[]? _bytes;

    private Hash(byte[] bytes) => _bytes = bytes;

    /// <summary>Its bytes; none before the first link of a chain.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Whether there is none.</summary>
    public bool IsNone => _bytes is null;

    /// <summary>The digest of <paramref name="data"/>.</summary>
    public static Hash Of(ReadOnlySpan<byte> data) => new(SHA256.HashData(data));

    /// <summary>A digest that was stored; none for null or a wrong length.</summary>
    public static Hash From(byte[]? bytes) => bytes is { Length: Size } ? new(bytes) : default;

    /// <summary>A digest that was written in hexadecimal; none for what is no digest.</summary>
    public static Hash Parse(string? hex)
    {
        if (hex is not { Length: 2 * Size } || !hex.All(char.IsAsciiHexDigit)) return default;
        return new(Convert.FromHexString(hex));
    }

    public bool Equals(Hash other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is Hash other && Equals(other);

    public override int GetHashCode() => IsNone ? 0 : BitConverter.ToInt32(_bytes!);

    /// <summary>Lower-case hexadecimal; empty for none.</summary>
    public override string ToString() => IsNone ? "" : Convert.ToHexStringLower(_bytes!);

    public static bool operator ==(Hash left, Hash right) => left.Equals(right);

    public static bool operator !=(Hash left, Hash right) => !left.Equals(right);
}
