using System.Text.Json;
using NodaTime;

namespace IotPlatform.Cli.Simulation.Plan;

/// <summary>What stands in messages.</summary>
public static class Payloads
{
    // One of each kind that the platform tells apart, and that a broken device may send.
    private static readonly byte[][] Broken =
    [
        """{"temperature":"""u8.ToArray(),
        """{"temperature":[1,2]}"""u8.ToArray(),
        """{"ts":"yesterday","values":{"temperature":1}}"""u8.ToArray(),
        "25.5"u8.ToArray(),
    ];

    /// <summary>Values of a time.</summary>
    public static byte[] Of(Instant time, IEnumerable<KeyValuePair<string, double>> values) => JsonSerializer.SerializeToUtf8Bytes(
        new { ts = TimeText.Format(time), values = values.ToDictionary() });

    /// <summary>A payload that can't be used, another one each time.</summary>
    public static byte[] Bad(long number) => Broken[number % Broken.Length];
}
