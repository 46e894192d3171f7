using System.Text;
using NodaTime;

namespace IotPlatform.RuleEngine;

/// <summary>
/// The id of the alarm that a firing opens. It follows from the firing, so that a firing which is evaluated twice, after a crash or on two
/// nodes, can't open two alarms.
/// </summary>
public static class AlarmId
{
    /// <summary>The id for a rule's firing on a device at a position of the log.</summary>
    public static string For(string ruleId, string deviceId, long position, Instant at)
    {
        // The lengths keep ("a", "bc") and ("ab", "c") apart.
        var input = new MemoryStream();
        using (var writer = new BinaryWriter(input, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(ruleId);
            writer.Write(deviceId);
            writer.Write(position);
        }
        return DerivedId.From(input.GetBuffer().AsSpan(0, (int)input.Length), at);
    }
}
