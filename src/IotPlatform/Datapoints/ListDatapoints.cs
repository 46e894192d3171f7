using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Datapoints;

/// <summary>GET /v1/iot/datapoints</summary>
public static class ListDatapointsEndpoint
{
    /// <summary>What the list offers.</summary>
    public static ListDefinition List { get; } = new("datapoints")
    {
        Sortable = new Dictionary<string, string>
        {
            ["created_at"] = ListDefinition.Text("created_at"),
            ["updated_at"] = ListDefinition.Text("updated_at"),
            ["key"] = ListDefinition.Text("key"),
            ["label"] = ListDefinition.Text("label"),
        },
    };

    [WolverineGet("/v1/iot/datapoints")]
    public static Task<IResult> Get(HttpContext http, ReadModel<Datapoint> datapoints) => datapoints.List(http, List);
}
