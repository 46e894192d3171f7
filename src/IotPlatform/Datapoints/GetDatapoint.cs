using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Datapoints;

/// <summary>GET /v1/iot/datapoints/{datapoint_id}: one defined datapoint.</summary>
public static class GetDatapointEndpoint
{
    [WolverineGet("/v1/iot/datapoints/{datapoint_id}")]
    [EndpointSummary("Get datapoint definition")]
    public static Task<IResult> Get(string datapoint_id, HttpContext http, ReadModel<Datapoint> datapoints) =>
        datapoints.Get(http, datapoint_id);
}
