namespace IotPlatform.Telemetry;

/// <summary>
/// One row of <c>iot.telemetry_hours</c>: a device's hour as plain arrays, which PostgreSQL compresses. Nothing of the log's rows is lost
/// in it but the positions of rows and the sizes of messages, which are counted by then.
/// </summary>
public sealed record PackedHour
{
    public required int DeviceKey { get; init; }

    /// <summary>When the hour begins, in microseconds since 1970.</summary>
    public required long Hour { get; init; }

    /// <summary>Microseconds from each moment to the next, the first from the hour's begin; unsigned, since an hour has 3.6 billion.</summary>
    public int[] Times { get; init; } = [];

    /// <summary>Microseconds from each moment to its receipt; null where all are 0, or where they need <see cref="LongLags"/>.</summary>
    public int[]? Lags { get; init; }

    /// <summary>The same where 32 bits don't hold them.</summary>
    public long[]? LongLags { get; init; }

    /// <summary>A bit for each moment, lowest first, that begins a message; null: all do.</summary>
    public byte[]? Starts { get; init; }

    /// <summary>The keys, in their order.</summary>
    public string[] Keys { get; init; } = [];

    /// <summary>For each key two numbers: see <see cref="SeriesHead"/>.</summary>
    public int[] Series { get; init; } = [];

    /// <summary>For each key what is added to its stored numbers; null where that is 0 for all.</summary>
    public long[]? Bases { get; init; }

    /// <summary>For each key that is not there at every moment a bit for each moment; one key's bits end with a whole byte.</summary>
    public byte[]? Present { get; init; }

    /// <summary>Values of series of 16 bits, one key after the other.</summary>
    public short[]? Shorts { get; init; }

    /// <summary>Values of series of 32 bits.</summary>
    public int[]? Ints { get; init; }

    /// <summary>Values of series of floating point numbers.</summary>
    public double[]? Doubles { get; init; }

    /// <summary>Values, as JSON, that a series of words points to, one key after the other.</summary>
    public string[]? Words { get; init; }

    /// <summary>A JSON array of rows without values: see <see cref="OtherRow"/>.</summary>
    public string? Others { get; init; }

    /// <summary>For each key the <see cref="Rollup"/> of the hour; null where the hour holds so little that adding it up costs nothing.</summary>
    public double[]? HourRollup { get; init; }

    /// <summary>For each key the sixty rollups of its minutes.</summary>
    public double[]? MinuteRollup { get; init; }
}

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
