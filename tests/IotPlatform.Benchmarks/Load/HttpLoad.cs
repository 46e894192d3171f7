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
    public static LoadResult Run(int port, int clients, double seconds, int expectedStatus, Func<Func<ReadOnlyMemory<byte>>> requests)
    {
        using var start = new Barrier(clients + 1);
        var workers = Enumerable.Range(0, clients).Select(_ => new Worker(port, expectedStatus, requests(), seconds, start)).ToList();
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

    private sealed class Worker(int port, int expectedStatus, Func<ReadOnlyMemory<byte>> next, double seconds, Barrier start)
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
                for (var now = Stopwatch.GetTimestamp(); now < deadline;)
                {
                    var status = connection.Exchange(next().Span);
                    if (status != expectedStatus) throw new LoadException($"status {status} instead of {expectedStatus}");
                    var done = Stopwatch.GetTimestamp();
                    Latencies.Add(done - now);
                    if (done <= deadline) InTime++;
                    now = done;
                }
            }
            catch (Exception e) when (e is LoadException or SocketException)
            {
                Failure = e.Message;
            }
        }
    }
}
