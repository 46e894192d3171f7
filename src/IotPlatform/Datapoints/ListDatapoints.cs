using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Datapoints;

/// <summary>GET /v1/iot/datapoints: a page of the defined datapoints.</summary>
public static class ListDatapointsEndpoint
{
    /// <summary>What the list offers.</summary>
    public static ListDefinition List { get; } = new("datapoints")
    {
        Grows = typeof(DatapointDefined),
        Shrinks = typeof(DatapointDeleted),
        Sortable = new Dictionary<string, string>
        {
            ["created_at"] = ListDefinition.Field("created_at"),
            ["updated_at"] = ListDefinition.Field("updated_at"),
            ["key"] = ListDefinition.Field("key"),
            ["label"] = ListDefinition.Field("label"),
        },
    };

    [WolverineGet("/v1/iot/datapoints")]
    [EndpointSummary("List datapoint definitions")]
    public static Task<IResult> Get(HttpContext http, ReadModel<Datapoint> datapoints) => datapoints.List(http, List);
}
