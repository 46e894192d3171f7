using System.Diagnostics;

namespace IotPlatform.Benchmarks.Load;

/// <summary>One sample from each of many devices: at once, or so many a second.</summary>
internal static class Breaches
{
    private const int Threads = 8;

    /// <summary>All publish, and only then are their PUBACKs waited for. Gives the ticks at which each was sent, by device.</summary>
    public static IReadOnlyDictionary<string, long> AtOnce(IReadOnlyList<MqttConnection> connections, byte[] payload)
    {
        var sent = connections.ToDictionary(connection => connection.DeviceId, connection => connection.Publish(payload));
        foreach (var connection in connections) connection.AwaitAck();
        return sent;
    }

    /// <summary>The same, one after the other at a steady rate; and the times to their PUBACKs.</summary>
    public static (IReadOnlyDictionary<string, long> Sent, Samples PubAcks) Paced(
        IReadOnlyList<MqttConnection> connections, byte[] payload, double perSecond)
    {
        var (next, start, times) = (-1, Stopwatch.GetTimestamp(), new (long SentAt, long AcknowledgedAt)[connections.Count]);
        var threads = Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(Send, TaskCreationOptions.LongRunning)).ToArray();
        Task.WaitAll(threads);
        var pubAcks = new Samples();
        foreach (var (sentAt, acknowledgedAt) in times) pubAcks.Add(acknowledgedAt - sentAt);
        return (connections.Select((connection, i) => (connection.DeviceId, times[i].SentAt)).ToDictionary(), pubAcks);

        void Send()
        {
            for (int i; (i = Interlocked.Increment(ref next)) < connections.Count;)
            {
                var ahead = (i / perSecond) - Stopwatch.GetElapsedTime(start).TotalSeconds;
                if (ahead > 0) Thread.Sleep(TimeSpan.FromSeconds(ahead));
                times[i] = connections[i].PublishOnce(payload);
            }
        }
    }
}
