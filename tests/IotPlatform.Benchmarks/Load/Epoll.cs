using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace IotPlatform.Benchmarks.Load;

/// <summary>Tells which of many sockets have something to read, at a cost that does not grow with the idle ones.</summary>
internal sealed class Epoll : IDisposable
{
    private const int Add = 1;
    private const uint Readable = 1;
    private const int Interrupted = 4;

    // The kernel packs the structure on x86-64 only.
    private static readonly int KeyOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = KeyOffset + 8;

    private readonly int _descriptor;
    private readonly byte[] _events;

    public Epoll(int capacity)
    {
        _events = new byte[capacity * EventSize];
        _descriptor = Native.EpollCreate(0);
        if (_descriptor < 0) throw new IOException($"epoll_create1 failed with error {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>Watches a socket; <paramref name="key"/> is what <see cref="Wait"/> reports for it.</summary>
    public void Watch(int socket, int key)
    {
        var entry = new byte[EventSize];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, Readable);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(KeyOffset), key);
        if (Native.EpollControl(_descriptor, Add, socket, ref entry[0]) < 0)
            throw new IOException($"epoll_ctl failed with error {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>Fills in the keys of the readable sockets and returns how many there are; 0 when the time is up.</summary>
    public int Wait(Span<int> keys, int timeoutMilliseconds)
    {
        var capacity = Math.Min(keys.Length, _events.Length / EventSize);
        var count = Native.EpollWait(_descriptor, ref _events[0], capacity, timeoutMilliseconds);
        if (count < 0 && Marshal.GetLastPInvokeError() is not Interrupted)
            throw new IOException($"epoll_wait failed with error {Marshal.GetLastPInvokeError()}");
        for (var i = 0; i < count; i++)
            keys[i] = BinaryPrimitives.ReadInt32LittleEndian(_events.AsSpan(i * EventSize + KeyOffset));
        return Math.Max(count, 0);
    }

    public void Dispose() => _ = Native.Close(_descriptor);
}
