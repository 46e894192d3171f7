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

    /// <summary>
    /// Microseconds from each moment to the next, the first from the hour's begin; unsigned, since an hour has 3.6 billion.
    /// </summary>
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

    /// <summary>
    /// For each key the <see cref="Rollup"/> of the hour; null where the hour holds so little that adding it up costs nothing.
    /// </summary>
    public double[]? HourRollup { get; init; }

    /// <summary>For each key the sixty rollups of its minutes.</summary>
    public double[]? MinuteRollup { get; init; }
}
