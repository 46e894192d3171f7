using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using IotPlatform.Benchmarks.Load;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>A webhook that has come.</summary>
/// <param name="Path">Where it was sent to.</param>
/// <param name="DeliveryId">The same for each attempt.</param>
/// <param name="DeviceId">Whose alarm it tells, of many the first.</param>
/// <param name="Ticks">When, on the clock of <see cref="Stopwatch"/>.</param>
/// <param name="At">The same on the machine's clock.</param>
internal sealed record Webhook(string Path, string DeliveryId, string DeviceId, long Ticks, DateTime At);

/// <summary>
/// Receives webhooks and answers 200 at once, with a thread and a blocking socket for each connection; but at one path, for as long as it
/// is told to, it takes them and answers none.
/// </summary>
internal sealed class WebhookSink : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Lock _guard = new();
    private readonly List<Socket> _connections = [];
    private readonly List<Webhook> _received = [];
    private readonly ManualResetEventSlim _answering = new(initialState: true);
    private volatile string? _held;

    public WebhookSink()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1024);
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public string Url(string path) => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}{path}";

    /// <summary>From now on nothing is answered there.</summary>
    public void Hold(string path)
    {
        _answering.Reset();
        _held = path;
    }

    /// <summary>Answers all that waits, and what comes.</summary>
    public void Release()
    {
        _held = null;
        _answering.Set();
    }

    /// <summary>Waits until so many webhooks have come since the last time, and takes them.</summary>
    public IReadOnlyList<Webhook> Take(int count, TimeSpan limit)
    {
        if (!Wait.Until(() => Count() >= count, limit))
            throw new LoadException($"{Count()} of {count} webhooks came within {limit.TotalSeconds} s");
        lock (_guard)
        {
            Webhook[] taken = [.. _received];
            _received.Clear();
            return taken;
        }
    }

    public void Dispose()
    {
        Release();
        _listener.Dispose();
        lock (_guard) _connections.ForEach(connection => connection.Dispose());
    }

    private int Count()
    {
        lock (_guard) return _received.Count;
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                var connection = _listener.Accept();
                lock (_guard) _connections.Add(connection);
                new Thread(() => Serve(connection)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is over.
        }
    }

    private void Serve(Socket connection)
    {
        try
        {
            connection.NoDelay = true;
            var requests = new WebhookReader(connection);
            while (requests.Next() is { } webhook)
            {
                if (webhook.Path == _held) _answering.Wait();
                else lock (_guard) _received.Add(webhook);
                connection.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The sender has given up, or it is over.
        }
    }
}
