namespace IotPlatform.Telemetry;

/// <summary>A bit for each moment of an hour, lowest first.</summary>
public static class Bits
{
    /// <summary>Bytes for so many bits.</summary>
    public static int Bytes(int bits) => (bits + 7) / 8;

    /// <summary>Sets one.</summary>
    public static void Set(Span<byte> bits, int at) => bits[at >> 3] |= (byte)(1 << (at & 7));

    /// <summary>Whether one is set; all are where there is nothing.</summary>
    public static bool IsSet(ReadOnlySpan<byte> bits, int at) => bits.IsEmpty || (bits[at >> 3] & (1 << (at & 7))) != 0;
}
