using System.Runtime.CompilerServices;

namespace IotPlatform.Telemetry;

/// <summary>Reads a device's packed hours for those who go by receipt, as many at once as fit well into memory.</summary>
public sealed class PackedHistory(HourStore packed)
{
    private const int MostHours = 48;
    private const int MomentsAtOnce = 200_000;

    /// <summary>The hours of a span in order; of those before the question's begin only such as hold something that came later.</summary>
    public async IAsyncEnumerable<PackedHour> HoursAsync(
        HistoryQuestion question, long from, long to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var limit = 1;
        while (from < to)
        {
            var page = await packed.ReadReceivedAfterAsync(question.DeviceKey, from, to, question.From, question.View, limit, cancellation);
            foreach (var hour in page) yield return hour;
            if (page.Count < limit) yield break;
            from = page[^1].Hour + 1;
            limit = (int)Math.Clamp((long)page.Count * MomentsAtOnce / Math.Max(1, page.Sum(hour => hour.Times.Length)), 1, MostHours);
        }
    }
}
