using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Datapoints;

/// <summary>DELETE /v1/iot/datapoints/{datapoint_id}: the key is free again; what was stored under it stays.</summary>
public static class DeleteDatapointEndpoint
{
    [WolverineDelete("/v1/iot/datapoints/{datapoint_id}")]
    [EndpointSummary("Delete datapoint definition")]
    public static Task<IResult> Delete(string datapoint_id, HttpContext http, Resources<Datapoint> datapoints) =>
        datapoints.Delete(http, datapoint_id, Decide);

    public static Decision Decide(Datapoint datapoint, Instant now) =>
        Decision.Append(new DatapointDeleted(datapoint.Id, datapoint.Key, now));
}
