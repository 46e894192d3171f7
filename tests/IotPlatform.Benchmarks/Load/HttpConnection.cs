using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IotPlatform.Benchmarks.Load;

/// <summary>One keep-alive HTTP/1.1 connection on a blocking socket: it costs two system calls a request, and little else.</summary>
internal sealed class HttpConnection : IDisposable
{
    private const int LargestAnswer = 4 << 20;

    private readonly Socket _socket;
    private byte[] _buffer = new byte[256 * 1024];
    private int _end;

    public HttpConnection(int port)
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
        _socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>The body of the last answer; valid until the next request.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Sends an encoded request and returns the status code, once the whole answer has arrived.</summary>
    /// <exception cref="LoadException">The answer is not HTTP, or the server closed the connection.</exception>
    public int Exchange(ReadOnlySpan<byte> request)
    {
        _socket.Send(request);
        _end = 0;
        int headEnd;
        while ((headEnd = _buffer.AsSpan(0, _end).IndexOf("\r\n\r\n"u8)) < 0) Receive();
        var head = _buffer.AsSpan(0, headEnd + 2);
        if (!head.StartsWith("HTTP/1.1 "u8)) throw new LoadException("the answer is not HTTP/1.1");
        var status = int.Parse(head[9..12], CultureInfo.InvariantCulture);
        var start = headEnd + 4;
        if (Header(head, "content-length:") is { } length) ReadSized(start, int.Parse(length, CultureInfo.InvariantCulture));
        else if (Header(head, "transfer-encoding:") is "chunked") ReadChunks(start);
        else Body = ReadOnlyMemory<byte>.Empty;
        return status;
    }

    public void Dispose() => _socket.Dispose();

    private void ReadSized(int start, int length)
    {
        while (_end < start + length) Receive();
        Body = _buffer.AsMemory(start, length);
    }

    /// <summary>Reads chunks and moves them together, so that the body is one piece.</summary>
    private void ReadChunks(int start)
    {
        for (var (at, bodyEnd) = (start, start); ;)
        {
            int lineLength;
            while ((lineLength = _buffer.AsSpan(at, _end - at).IndexOf("\r\n"u8)) < 0) Receive();
            var size = int.Parse(_buffer.AsSpan(at, lineLength), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            at += lineLength + 2;
            while (_end < at + size + 2) Receive();
            if (size is 0)
            {
                Body = _buffer.AsMemory(start, bodyEnd - start);
                return;
            }
            _buffer.AsSpan(at, size).CopyTo(_buffer.AsSpan(bodyEnd));
            bodyEnd += size;
            at += size + 2;
        }
    }

    private void Receive()
    {
        if (_end == LargestAnswer) throw new LoadException($"the answer is larger than {LargestAnswer >> 20} MiB");
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _end * 2);
        var read = _socket.Receive(_buffer.AsSpan(_end));
        if (read is 0) throw new LoadException("the HTTP server closed a connection");
        _end += read;
    }

    private static string? Header(ReadOnlySpan<byte> head, string name)
    {
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (line.Length > name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name))
                return Encoding.ASCII.GetString(line[name.Length..]).Trim();
        }
        return null;
    }
}
