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
    // What is further ahead than the platform allows would be stored under the time of the import.
    private static readonly Duration Ahead = Duration.FromMinutes(5);

    private readonly WaitingRows _waiting = new();

    public ImportReport Report { get; } = new();

    public async Task RunAsync(IAsyncEnumerable<FileRow> rows, CancellationToken cancellation)
    {
        var post = new BatchPost(api, Report);
        var lanes = Enumerable.Range(0, parallel).Select(_ => Channel.CreateBounded<DeviceBatch>(2)).ToList();
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var senders = lanes.Select(lane => SendAsync(lane, post, failed)).ToList();
        try
        {
            await foreach (var row in rows.WithCancellation(failed.Token)) await PassAsync(Add(row), lanes, failed.Token);
            await PassAsync(_waiting.TakeAll(), lanes, failed.Token);
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

    private IReadOnlyList<DeviceBatch> Add(FileRow row)
    {
        var fault = row.Fault;
        if (row.Time > now + Ahead) fault ??= "the time lies ahead; the platform would take it for a clock that is wrong";
        if (fault is null) return _waiting.Add(row);
        Report.Reject(row, fault);
        return [];
    }

    private static async Task PassAsync(
        IReadOnlyList<DeviceBatch> batches, List<Channel<DeviceBatch>> lanes, CancellationToken cancellation)
    {
        foreach (var batch in batches)
        {
            var lane = (uint)batch.DeviceId.GetHashCode(StringComparison.Ordinal) % (uint)lanes.Count;
            await lanes[(int)lane].Writer.WriteAsync(batch, cancellation);
        }
    }
}
