using System.Diagnostics;
using System.Net.Sockets;

namespace IotPlatform.Benchmarks.Load;

/// <summary>
/// Closed-loop HTTP load: each client has a connection and a thread of its own, and sends the next request when it has the answer.
/// </summary>
internal static class HttpLoad
{
    /// <param name="port">The server's port on this machine.</param>
    /// <param name="clients">Connections at the same time.</param>
    /// <param name="seconds">For how long new requests are sent.</param>
    /// <param name="expectedStatus">Any other status is a failure.</param>
    /// <param name="requests">Makes the source of encoded requests of one client.</param>
    /// <param name="pauseSeconds">From one request of a client to its next, if that is answered; all start spread over it.</param>
    public static LoadResult Run(
        int port, int clients, double seconds, int expectedStatus, Func<Func<ReadOnlyMemory<byte>>> requests, double pauseSeconds = 0)
    {
        using var start = new Barrier(clients + 1);
        var workers = Enumerable.Range(0, clients)
            .Select(i => new Pace(pauseSeconds, i * pauseSeconds / clients))
            .Select(pace => new Worker(port, expectedStatus, requests(), seconds, start, pace)).ToList();
        var threads = workers.ConvertAll(worker => new Thread(worker.Run) { IsBackground = true });
        threads.ForEach(thread => thread.Start());
        start.SignalAndWait();
        threads.ForEach(thread => thread.Join());
        var latencies = new Samples();
        workers.ForEach(worker => latencies.Add(worker.Latencies));
        return new LoadResult(
            workers.Sum(w => w.InTime), latencies.Count, seconds, latencies,
            [.. workers.Select(w => w.Failure).OfType<string>().Distinct()]);
    }

    private sealed class Worker(int port, int expectedStatus, Func<ReadOnlyMemory<byte>> next, double seconds, Barrier start, Pace pace)
    {
        public Samples Latencies { get; } = new();

        public long InTime { get; private set; }

        public string? Failure { get; private set; }

        public void Run()
        {
            HttpConnection? connection = null;
            try
            {
                connection = new HttpConnection(port);
            }
            catch (SocketException e)
            {
                Failure = $"no connection to port {port}: {e.SocketErrorCode}";
            }
            start.SignalAndWait();
            if (connection is null) return;
            using (connection) Loop(connection);
        }

        private void Loop(HttpConnection connection)
        {
            var deadline = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
            try
            {
                for (var now = pace.Begin(); now < deadline; now = pace.Next(now))
                {
                    var status = connection.Exchange(next().Span);
                    if (status != expectedStatus) throw new LoadException($"status {status} instead of {expectedStatus}");
                    var done = Stopwatch.GetTimestamp();
                    Latencies.Add(done - now);
                    if (done <= deadline) InTime++;
                }
            }
            catch (Exception e) when (e is LoadException or SocketException)
            {
                Failure = e.Message;
            }
        }
    }

    /// <summary>When a client sends: as soon as it has its answer, or once in a while.</summary>
    private readonly record struct Pace(double PauseSeconds, double HeadStart)
    {
        public long Begin() => SleepUntil(Stopwatch.GetTimestamp() + Ticks(HeadStart));

        public long Next(long sent) => SleepUntil(sent + Ticks(PauseSeconds));

        private static long SleepUntil(long due)
        {
            if (due - Stopwatch.GetTimestamp() is > 0 and var wait) Thread.Sleep(TimeSpan.FromSeconds((double)wait / Stopwatch.Frequency));
            return Stopwatch.GetTimestamp();
        }

        private static long Ticks(double seconds) => (long)(seconds * Stopwatch.Frequency);
    }
}
