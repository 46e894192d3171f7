namespace IotPlatform.Telemetry;

/// <summary>How a key's values are written.</summary>
public enum SeriesForm
{
    /// <summary>Decimal numbers: (base + stored) / 10^scale, written in their shortest form.</summary>
    Decimals = 0,

    /// <summary>The same, written with exactly <c>scale</c> digits behind the point.</summary>
    FixedDecimals = 1,

    /// <summary>64-bit floating point numbers.</summary>
    Doubles = 2,

    /// <summary>Anything: base is the place of the key's first word, what is stored is counted from there.</summary>
    Words = 3,
}

/// <summary>How one key's values are written.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Form">How they are written.</param>
/// <param name="Width">Bytes of each: 2, 4 or 8, in the array of that width.</param>
/// <param name="Scale">Digits behind the point.</param>
/// <param name="Base">What is added to each stored number.</param>
public readonly record struct SeriesHead(int Count, SeriesForm Form, int Width, int Scale, long Base)
{
    /// <summary>Numbers of the array that one head takes.</summary>
    public const int Numbers = 2;

    /// <summary>As in the array: the count, and form x 10,000 + width x 100 + scale.</summary>
    public (int Count, int Description) Written => (Count, ((int)Form * 10_000) + (Width * 100) + Scale);

    /// <summary>The head of one of an hour's keys.</summary>
    public static SeriesHead Of(PackedHour hour, int key)
    {
        var (count, description) = (hour.Series[key * Numbers], hour.Series[(key * Numbers) + 1]);
        return new(count, (SeriesForm)(description / 10_000), description / 100 % 100, description % 100, hour.Bases?[key] ?? 0);
    }
}
