using IotPlatform.Devices;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>The way of a post to the ingest, which is the same as that of a publish from there on.</summary>
public sealed class TelemetryPosts(
    DeviceAuthenticator devices, DeviceStates states, TelemetryIngest ingest, IClock clock, TimeProvider time)
{
    private const string Topic = "telemetry";

    // Unlike a connection, which waits for its acknowledgement, a request that hangs is given up by clients, and by what is in between.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>200 when the values are on disk, or why they are not.</summary>
    public async Task<IResult> TakeAsync(HttpContext http, string deviceId)
    {
        var (payload, refused) = await RequestBody.ReadBytesAsync(http, PayloadLimits.MessageBytes, "128 KiB");
        if (refused is { Status: not 413 }) return refused;
        var caller = Caller.Of(http);
        if (await FindAsync(caller, deviceId, http.RequestAborted) is not { } device) return Problem.NotFound(Device.Kind, deviceId);
        if (!device.IsActive) return Problem.InvalidState("The device is deactivated, and its data is refused. Activate it first.");
        var handle = await states.HandleAsync(caller.Customer, deviceId, http.RequestAborted);
        var (topic, now) = ($"devices/{deviceId}/{Topic}", clock.GetCurrentInstant());
        if (payload is not null) return await SubmitAsync(new(handle, Topic, payload, topic.Length, now), http.RequestAborted);
        ingest.Refuse(new RefusedPublish(handle, topic, PublishFault.TooLarge, now));
        return refused!;
    }

    // Of other devices a device is told nothing.
    private ValueTask<DeviceLogin?> FindAsync(Caller caller, string deviceId, CancellationToken cancellation) =>
        DeviceId.IsValid(deviceId) && (caller.DeviceId ?? deviceId) == deviceId
            ? devices.FindAsync(caller.Customer, deviceId, cancellation)
            : new(default(DeviceLogin));

    private async Task<IResult> SubmitAsync(DevicePublish message, CancellationToken gone)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(gone, patience.Token);
        try
        {
            var receipt = await ingest.SubmitAsync(message, bound.Token);
            await receipt.Committed.WaitAsync(bound.Token);
            return Answer(receipt);
        }
        catch (Exception late) when (late is OperationCanceledException or IngestClosedException && !gone.IsCancellationRequested)
        {
            return Problem.Unavailable(
                "The values could not be committed in time, and may be or not. Send them again: with a ts of their own they are not stored twice.");
        }
    }

    private static IResult Answer(in IngestReceipt receipt) => receipt.Error switch
    {
        PayloadError.None => Results.Json(IngestAnswer.Of(receipt), Json.Api),
        PayloadError.MalformedJson or PayloadError.InvalidUtf8 => Problem.MalformedJson(receipt.Error.Describe()),
        _ => Problem.Invalid([new Fault(receipt.FaultyKey ?? "body", $"{receipt.Error.Describe().TrimEnd('.')} ({Words.Of(receipt.Error)})")]),
    };
}
