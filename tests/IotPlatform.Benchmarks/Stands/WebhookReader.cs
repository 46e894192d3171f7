using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using IotPlatform.Benchmarks.Load;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>Reads webhooks one after the other, and of each no more than is asked for.</summary>
internal sealed class WebhookReader(Socket connection)
{
    private byte[] _buffer = new byte[64 * 1024];

    /// <summary>The next one, once all of it is there; null at the connection's end.</summary>
    public Webhook? Next()
    {
        for (var end = 0; ;)
        {
            if (end == _buffer.Length) Array.Resize(ref _buffer, end * 2);
            var read = connection.Receive(_buffer.AsSpan(end));
            if (read is 0) return null;
            end += read;
            if (Read(_buffer.AsSpan(0, end)) is { } webhook) return webhook;
        }
    }

    private static Webhook? Read(ReadOnlySpan<byte> bytes)
    {
        var headEnd = bytes.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0) return null;
        var head = Encoding.ASCII.GetString(bytes[..(headEnd + 2)]);
        var length = int.Parse(Between(head, "Content-Length: ", "\r\n"), CultureInfo.InvariantCulture);
        if (bytes.Length < headEnd + 4 + length) return null;
        var (ticks, at) = (Stopwatch.GetTimestamp(), DateTime.UtcNow);
        var body = Encoding.UTF8.GetString(bytes.Slice(headEnd + 4, length));
        return new Webhook(
            Between(head, "POST ", " "), Between(head, "webhook-id: ", "\r\n"), Between(body, "\"device_id\":\"", "\""), ticks, at);
    }

    private static string Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.OrdinalIgnoreCase);
        if (start < 0) throw new LoadException($"a webhook without {before.Trim()} came: {text}");
        start += before.Length;
        return text[start..text.IndexOf(after, start, StringComparison.Ordinal)];
    }
}
