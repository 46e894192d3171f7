using System.Diagnostics;

namespace IotPlatform.Benchmarks.Load;

/// <summary>
/// Closed-loop QoS 1 load: every connection keeps so many publishes in flight until the time is up, then every one that is still
/// out must come back. The connections are shared out among a few threads, each with an epoll of its own.
/// </summary>
internal sealed class MqttLoad(IReadOnlyList<MqttConnection> connections)
{
    private const int BufferSize = 64 * 1024;
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(15);

    /// <summary>Half of the cores, at most four: the server under test needs the others.</summary>
    public static int Threads { get; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    public LoadResult Run(int inFlight, double seconds)
    {
        var start = Stopwatch.GetTimestamp();
        var deadline = start + (long)(seconds * Stopwatch.Frequency);
        var workers = Enumerable.Range(0, Threads)
            .Select(i => new Worker([.. connections.Where((_, index) => index % Threads == i)], inFlight, deadline))
            .ToList();
        var threads = workers.ConvertAll(worker => new Thread(worker.Run) { IsBackground = true });
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var latencies = new Samples();
        workers.ForEach(worker => latencies.Add(worker.Latencies));
        return new LoadResult(
            workers.Sum(w => w.InTime), latencies.Count, seconds, latencies, [.. workers.Select(w => w.Failure).OfType<string>()]);
    }

    private sealed class Worker(IReadOnlyList<MqttConnection> connections, int inFlight, long deadline)
    {
        private readonly byte[] _receive = new byte[BufferSize];
        private readonly byte[] _send = new byte[BufferSize];

        public Samples Latencies { get; } = new();

        public long InTime { get; private set; }

        public string? Failure { get; private set; }

        public void Run()
        {
            try
            {
                using var epoll = new Epoll(256);
                for (var i = 0; i < connections.Count; i++) epoll.Watch(connections[i].Descriptor, i);
                foreach (var connection in connections) connection.Fill(inFlight, _send);
                Loop(epoll);
            }
            catch (Exception e) when (e is LoadException or IOException)
            {
                Failure = e.Message;
            }
        }

        private void Loop(Epoll epoll)
        {
            var pending = connections.Count * (long)inFlight;
            var giveUp = deadline + (long)(DrainLimit.TotalSeconds * Stopwatch.Frequency);
            Span<int> keys = stackalloc int[256];
            while (pending > 0)
            {
                var ready = epoll.Wait(keys, 50);
                var now = Stopwatch.GetTimestamp();
                if (now > giveUp) throw new LoadException($"{pending} publishes were not acknowledged within {DrainLimit.TotalSeconds} s");
                foreach (var key in keys[..ready])
                {
                    var acks = connections[key].Advance(_receive, _send, now < deadline, Latencies);
                    if (now < deadline) InTime += acks;
                    else pending -= acks;
                }
            }
        }
    }
}
