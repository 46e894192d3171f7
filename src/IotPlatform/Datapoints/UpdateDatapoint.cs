using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Datapoints;

/// <summary>Changes how a datapoint is shown. Its key and type are for life.</summary>
public sealed record UpdateDatapoint(string? Label, string? Unit) : IChange<UpdateDatapoint, Datapoint>
{
    /// <inheritdoc/>
    public static UpdateDatapoint Read(Body body, Datapoint datapoint)
    {
        body.Immutable("key", datapoint.Key);
        body.Immutable("data_type", Words.Of(datapoint.DataType));
        return new(body.OptionalText("label", 100).Or(datapoint.Label), body.OptionalText("unit", 64).Or(datapoint.Unit));
    }
}

/// <summary>PUT /v1/iot/datapoints/{datapoint_id}</summary>
public static class UpdateDatapointEndpoint
{
    [WolverinePut("/v1/iot/datapoints/{datapoint_id}")]
    [EndpointSummary("Update datapoint definition")]
    public static Task<IResult> Put(
        string datapoint_id, Changes<UpdateDatapoint> changes, HttpContext http, Resources<Datapoint> datapoints) =>
        datapoints.Change(http, datapoint_id, changes, Decide);

    public static Decision Decide(UpdateDatapoint change, Datapoint datapoint, Instant now) =>
        (change.Label, change.Unit) == (datapoint.Label, datapoint.Unit)
            ? Decision.Nothing
            : Decision.Append(new DatapointLabelled(datapoint.Id, change.Label, change.Unit, now));
}
