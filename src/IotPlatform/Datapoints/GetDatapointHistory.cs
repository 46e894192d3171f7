using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Datapoints;

/// <summary>
/// GET /v1/iot/datapoints/{datapoint_id}/history: all that happened to a datapoint, oldest first, also after its deletion.
/// </summary>
public static class GetDatapointHistoryEndpoint
{
    [WolverineGet("/v1/iot/datapoints/{datapoint_id}/history")]
    [EndpointSummary("Get datapoint definition history")]
    public static Task<IResult> Get(string datapoint_id, HttpContext http, History<Datapoint> history) => history.Get(http, datapoint_id);
}
