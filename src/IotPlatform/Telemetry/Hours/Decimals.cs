using System.Globalization;

namespace IotPlatform.Telemetry;

/// <summary>
/// Numbers as whole numbers of 10^-scale. A division by a power of ten up to 10^22 is rounded correctly, so what comes back is the
/// very number that its digits stand for.
/// </summary>
public static class Decimals
{
    /// <summary>Beyond this a double does not hold every whole number.</summary>
    private const long Most = 1L << 53;

    private const int MostDigits = 9;

    private static readonly double[] Powers = [.. Enumerable.Range(0, MostDigits + 1).Select(e => Math.Pow(10, e))];

    /// <summary>How few digits behind the point all of the numbers need; null where they need too many.</summary>
    public static int? ScaleOf(ReadOnlySpan<SampleValue> values)
    {
        var scale = 0;
        foreach (var value in values)
        {
            while (Scale(value.Number, scale) is null)
                if (++scale > MostDigits) return null;
        }
        foreach (var value in values)
            if (Scale(value.Number, scale) is null) return null;
        return scale;
    }

    /// <summary>The whole number; null where this scale does not give the number back.</summary>
    public static long? Scale(double number, int scale)
    {
        var scaled = Math.Round(number * Powers[scale]);
        if (Math.Abs(scaled) >= Most || (number == 0 && double.IsNegative(number))) return null;
        return Unscale((long)scaled, scale) == number ? (long)scaled : null;
    }

    /// <summary>Back to the number.</summary>
    public static double Unscale(long scaled, int scale) => scaled / Powers[scale];

    /// <summary>The digits behind the point with which every one of the numbers is written; null where they differ.</summary>
    public static int? FixedScaleOf(ReadOnlySpan<SampleValue> values)
    {
        int? scale = null;
        foreach (var value in values)
        {
            var text = value.Text ?? value.Number.ToString("R", CultureInfo.InvariantCulture);
            var point = text.IndexOf('.', StringComparison.Ordinal);
            var digits = point < 0 ? 0 : text.Length - point - 1;
            if (digits > MostDigits || (scale ??= digits) != digits) return null;
            if (Scale(value.Number, digits) is not { } scaled || Write(scaled, digits) != text) return null;
        }
        return scale;
    }

    /// <summary>With exactly <paramref name="scale"/> digits behind the point.</summary>
    public static string Write(long scaled, int scale) =>
        new decimal((int)(Math.Abs(scaled) & 0xFFFFFFFF), (int)(Math.Abs(scaled) >> 32), 0, scaled < 0, (byte)scale)
            .ToString(CultureInfo.InvariantCulture);
}
