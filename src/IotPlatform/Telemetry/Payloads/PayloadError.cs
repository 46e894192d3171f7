namespace IotPlatform.Telemetry;

/// <summary>Why a payload can't be used. The log row, the log line, the metric and the HTTP answer share these names.</summary>
public enum PayloadError
{
    None,
    Empty,
    TooLarge,
    UnknownTopic,
    InvalidUtf8,
    MalformedJson,
    /// <summary>Neither an object nor an array of objects.</summary>
    NotAnObject,
    /// <summary>An object or array where the topic <c>telemetry/{key}</c> takes one scalar.</summary>
    NotAScalar,
    ArrayValue,
    TooManyEntries,
    TooManyKeys,
    EmptyKey,
    KeyTooLong,
    KeyControlCharacter,
    StringTooLong,
    NulCharacter,
    NumberOutOfRange,
    BadTimestamp,
}

/// <summary>What to tell the sender about a <see cref="PayloadError"/>.</summary>
public static class PayloadErrors
{
    /// <summary>One sentence that names the fault and the remedy.</summary>
    public static string Describe(this PayloadError error) => error switch
    {
        PayloadError.None => "The payload is fine.",
        PayloadError.Empty => "The payload is empty; send a JSON object or a value.",
        PayloadError.TooLarge => $"The payload is larger than {PayloadLimits.MessageBytes} bytes; split it.",
        PayloadError.UnknownTopic => "Telemetry goes to telemetry, telemetry/{key}, status or events/….",
        PayloadError.InvalidUtf8 => "The payload is not valid UTF-8.",
        PayloadError.MalformedJson => "The payload is not valid JSON.",
        PayloadError.NotAnObject => "The payload must be a JSON object or an array of JSON objects.",
        PayloadError.NotAScalar => "The topic telemetry/{key} takes one number, string or boolean; send objects to the topic telemetry.",
        PayloadError.ArrayValue => "A value is an array; send one key for each element.",
        PayloadError.TooManyEntries => $"The array has more than {PayloadLimits.Entries} entries; split it.",
        PayloadError.TooManyKeys => $"One entry has more than {PayloadLimits.KeysPerEntry} keys; split it.",
        PayloadError.EmptyKey => "A key is empty; name every value.",
        PayloadError.KeyTooLong => $"A key (with its parents, joined by dots) is longer than {PayloadLimits.KeyBytes} bytes; shorten it.",
        PayloadError.KeyControlCharacter => "A key contains a control character; remove it.",
        PayloadError.StringTooLong => $"A string is longer than {PayloadLimits.StringBytes} bytes; shorten it.",
        PayloadError.NulCharacter => "A string contains the character NUL; remove it.",
        PayloadError.NumberOutOfRange => "A number is too large for a 64-bit floating point number.",
        PayloadError.BadTimestamp => "The timestamp must be epoch milliseconds, epoch seconds, or RFC 3339 with an offset or Z.",
        _ => "The payload can't be used.",
    };
}

/// <summary>What to tell the sender about a <see cref="DropReason"/>.</summary>
public static class DropReasons
{
    /// <summary>One sentence that names the fault and the remedy.</summary>
    public static string Describe(this DropReason reason) => reason switch
    {
        DropReason.WrongType => "The datapoint is defined as another type; send values of that type, or define the datapoint anew.",
        _ => "The value is older than the retention of the plan; send values while they are younger.",
    };
}

/// <summary>How much one message may hold.</summary>
public static class PayloadLimits
{
    /// <summary>Bytes of one payload.</summary>
    public const int MessageBytes = 128 * 1024;

    /// <summary>Entries of one array payload, that is moments; each becomes one row of the log.</summary>
    public const int Entries = 1_000;

    /// <summary>Distinct keys of one entry, after flattening.</summary>
    public const int KeysPerEntry = 100;

    /// <summary>UTF-8 bytes of a key, after flattening.</summary>
    public const int KeyBytes = 128;

    /// <summary>Dropped values of one message that are named; the others are counted.</summary>
    public const int DroppedKeys = 20;

    /// <summary>UTF-8 bytes of a string value.</summary>
    public const int StringBytes = 1024;
}
