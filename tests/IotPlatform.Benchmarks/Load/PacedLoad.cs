using System.Diagnostics;
using System.Net.Sockets;

namespace IotPlatform.Benchmarks.Load;

/// <summary>
/// Open-loop QoS 1 load: so many messages a second from all connections in turn, as devices send that have something to say now and then.
/// A few threads share them, each waiting for the PUBACK before its next message, which costs no message as long as it comes in time.
/// </summary>
internal static class PacedLoad
{
    private const int Threads = 8;

    public static LoadResult Run(IReadOnlyList<MqttConnection> connections, double perSecond, byte[] payload, double seconds)
    {
        var workers = Enumerable.Range(0, Threads)
            .Select(i => new Worker([.. connections.Where((_, index) => index % Threads == i)], perSecond / Threads, payload, seconds))
            .ToList();
        var threads = workers.ConvertAll(worker => new Thread(worker.Run) { IsBackground = true });
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var latencies = new Samples();
        workers.ForEach(worker => latencies.Add(worker.Latencies));
        return new LoadResult(latencies.Count, latencies.Count, seconds, latencies, [.. workers.Select(w => w.Failure).OfType<string>()]);
    }

    private sealed class Worker(IReadOnlyList<MqttConnection> connections, double perSecond, byte[] payload, double seconds)
    {
        public Samples Latencies { get; } = new();

        public string? Failure { get; private set; }

        public void Run()
        {
            try
            {
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < perSecond * seconds; i++)
                {
                    var ahead = i / perSecond - Stopwatch.GetElapsedTime(start).TotalSeconds;
                    if (ahead > 0) Thread.Sleep(TimeSpan.FromSeconds(ahead));
                    var (sentAt, acknowledgedAt) = connections[i % connections.Count].PublishOnce(payload);
                    Latencies.Add(acknowledgedAt - sentAt);
                }
            }
            catch (Exception e) when (e is LoadException or SocketException)
            {
                Failure = e.Message;
            }
        }
    }
}
