using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace IotPlatform.Platform;

/// <summary>
/// The body of an answer that nobody will read: counted and thrown away. Flushing sends nothing, so that the length can still be told
/// in a header when all of it was written.
/// </summary>
internal sealed class CountedBody : PipeWriter, IHttpResponseBodyFeature
{
    private byte[] _scratch = new byte[4096];

    /// <summary>The bytes that were written.</summary>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public PipeWriter Writer => this;

    /// <inheritdoc/>
    public Stream Stream => AsStream(leaveOpen: true);

    // Some writers ask this to decide when to flush, and refuse to write to whoever does not know.
    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => 0;

    /// <inheritdoc/>
    public override void Advance(int bytes) => Length += bytes;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_scratch.Length < sizeHint) _scratch = new byte[sizeHint];
        return _scratch;
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

    /// <inheritdoc/>
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        Length += count ?? (new FileInfo(path).Length - offset);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task CompleteAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush()
    {
    }

    /// <inheritdoc/>
    public void DisableBuffering()
    {
    }
}
