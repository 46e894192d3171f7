using System.Text;
using NodaTime;

namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>One value of a file, or why it can't be one.</summary>
/// <param name="Number">The line or row that it stands in, from 1 on.</param>
/// <param name="Fault">What is wrong with it; null if it is fine.</param>
/// <param name="DeviceId">Whose value it is.</param>
/// <param name="Time">When it was measured.</param>
/// <param name="Key">What was measured.</param>
/// <param name="Value">The value.</param>
public sealed record FileRow(long Number, string? Fault, string DeviceId, Instant Time, string Key, Scalar Value)
{
    // The platform's limits: one value beyond them would cost its whole message.
    private const int KeyBytes = 128;
    private const int TextBytes = 1_024;

    /// <summary>A row of parts that were read, each of which may be missing.</summary>
    public static FileRow Of(long number, string? deviceId, Instant? time, string? key, Scalar? value)
    {
        var fault = FaultOf(deviceId, time, key, value);
        return fault is null ? new FileRow(number, null, deviceId!, time!.Value, key!, value!.Value) : Faulty(number, fault);
    }

    /// <summary>A row that says nothing.</summary>
    public static FileRow Faulty(long number, string fault) => new(number, fault, "", default, "", default);

    private static string? FaultOf(string? deviceId, Instant? time, string? key, Scalar? value) =>
        string.IsNullOrEmpty(deviceId) ? $"there is no {Columns.Device}"
        : time is null ? $"the {Columns.Time} is no RFC 3339 time with an offset or Z, such as 2026-11-23T08:00:00Z"
        : string.IsNullOrEmpty(key) ? $"there is no {Columns.Key}"
        : Encoding.UTF8.GetByteCount(key) > KeyBytes ? $"the {Columns.Key} has more than {KeyBytes} bytes"
        : value is not { } scalar ? "the value is no number, boolean or text"
        : Encoding.UTF8.GetByteCount(scalar.Text) > TextBytes ? $"the value has more than {TextBytes} bytes"
        : null;
}
