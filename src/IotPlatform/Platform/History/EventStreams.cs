using System.Runtime.CompilerServices;
using JasperFx.Events;
using Marten;
using NodaTime;

namespace IotPlatform.Platform;

/// <summary>Reads event streams without ever holding one whole in memory: an alarm may have been triggered thousands of times.</summary>
public static class EventStreams
{
    private const int PageSize = 500;

    /// <summary>The events of a stream of the session's customer, oldest first; none, if there is no such stream.</summary>
    public static async IAsyncEnumerable<IEvent> ReadAsync(
        IQuerySession session, string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (long first = 1; ; first += PageSize)
        {
            var page = await session.Events.FetchStreamAsync(id, first + PageSize - 1, fromVersion: first, token: cancellation);
            foreach (var e in page) yield return e;
            if (page.Count < PageSize) yield break;
        }
    }

    /// <summary>When the event was decided.</summary>
    public static Instant TimeOf(IEvent e) => Instant.FromDateTimeOffset(e.Timestamp);
}
