using System.Threading.Channels;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Telemetry.Files;
using NodaTime;

namespace IotPlatform.Cli.Telemetry.Import;

/// <summary>
/// Gathers rows by device and posts them, several devices side by side. Rows of one device keep their order, so that of the same key and
/// time the file's last wins.
/// </summary>
internal sealed class Importer(ApiClient api, int parallel, Instant now)
{
    // What waits for its batch to be full.
    private const int MostWaiting = 100_000;

    // What is further ahead than the platform allows would be stored under the time of the import.
    private static readonly Duration Ahead = Duration.FromMinutes(5);

    private readonly Dictionary<string, DeviceBatch> _batches = [];
    private int _waiting;

    public ImportReport Report { get; } = new();

    public async Task RunAsync(IAsyncEnumerable<FileRow> rows, CancellationToken cancellation)
    {
        var post = new BatchPost(api, Report);
        var lanes = Enumerable.Range(0, parallel).Select(_ => Channel.CreateBounded<DeviceBatch>(2)).ToList();
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var senders = lanes.Select(lane => SendAsync(lane, post, failed)).ToList();
        try
        {
            await foreach (var row in rows.WithCancellation(failed.Token)) await AddAsync(row, lanes, failed.Token);
            await FlushAsync(lanes, failed.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A sender has failed, and says why below.
        }
        finally
        {
            lanes.ForEach(lane => lane.Writer.TryComplete());
        }

        await Task.WhenAll(senders);
    }

    private static async Task SendAsync(Channel<DeviceBatch> lane, BatchPost post, CancellationTokenSource failed)
    {
        try
        {
            await foreach (var batch in lane.Reader.ReadAllAsync(failed.Token)) await post.SendAsync(batch, failed.Token);
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }
    }

    private async Task AddAsync(FileRow row, List<Channel<DeviceBatch>> lanes, CancellationToken cancellation)
    {
        var fault = row.Fault ?? (row.Time > now + Ahead ? "the time lies ahead; the platform would take it for a clock that is wrong" : null);
        if (fault is not null)
        {
            Report.Reject(row, fault);
            return;
        }

        if (!_batches.TryGetValue(row.DeviceId, out var batch)) _batches[row.DeviceId] = batch = new DeviceBatch(row.DeviceId);
        batch.Add(row);
        if (batch.IsFull) await PassAsync(batch, lanes, cancellation);
        else if (++_waiting >= MostWaiting) await FlushAsync(lanes, cancellation);
    }

    private async Task FlushAsync(List<Channel<DeviceBatch>> lanes, CancellationToken cancellation)
    {
        foreach (var batch in _batches.Values.ToList()) await PassAsync(batch, lanes, cancellation);
        _waiting = 0;
    }

    private async Task PassAsync(DeviceBatch batch, List<Channel<DeviceBatch>> lanes, CancellationToken cancellation)
    {
        _batches.Remove(batch.DeviceId);
        var lane = (uint)batch.DeviceId.GetHashCode(StringComparison.Ordinal) % (uint)lanes.Count;
        await lanes[(int)lane].Writer.WriteAsync(batch, cancellation);
    }
}
