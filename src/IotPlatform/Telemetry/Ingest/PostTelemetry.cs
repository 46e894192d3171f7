using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Telemetry;

/// <summary>
/// POST /v1/iot/devices/{device_id}/telemetry: takes values in as MQTT does on devices/{device_id}/telemetry, and answers when they are on
/// disk. A device may post for itself with its MQTT user name and password, as HTTP Basic.
/// </summary>
public static class PostTelemetryEndpoint
{
    [WolverinePost("/v1/iot/devices/{device_id}/telemetry")]
    [EndpointSummary("Post device telemetry")]
    [TakesDeviceLogin]
    [TakesPayload("TelemetryPayload")]
    [Answers(typeof(IngestAnswer))]
    public static Task<IResult> Post(string device_id, HttpContext http, TelemetryPosts posts) => posts.TakeAsync(http, device_id);
}

/// <summary>What became of the values of a post.</summary>
public sealed record IngestAnswer(int Accepted, int Rejected, IReadOnlyList<RejectedValue> Errors)
{
    /// <summary>The answer to a payload that could be used.</summary>
    public static IngestAnswer Of(IngestReceipt receipt) => new(
        receipt.Accepted,
        receipt.WrongKind + receipt.Expired,
        [.. (receipt.Dropped ?? []).Select(dropped => new RejectedValue(dropped.Key, dropped.Reason, dropped.Reason.Describe()))]);
}

/// <summary>A key some of whose values were not stored.</summary>
public sealed record RejectedValue(string Key, DropReason Reason, string Message);
