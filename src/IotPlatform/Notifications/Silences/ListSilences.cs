using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>GET /v1/iot/notifications/silences: a page of the silences, past ones too.</summary>
public static class ListSilencesEndpoint
{
    /// <summary>What the list offers.</summary>
    public static ListDefinition List { get; } = new("silences")
    {
        Grows = typeof(SilenceCreated),
        Shrinks = typeof(SilenceDeleted),
        Sortable = new Dictionary<string, string>
        {
            ["created_at"] = ListDefinition.Field("created_at"),
            ["starts_at"] = ListDefinition.Field("starts_at"),
            ["ends_at"] = ListDefinition.Field("ends_at"),
        },
    };

    [WolverineGet("/v1/iot/notifications/silences")]
    [EndpointSummary("List silences")]
    public static Task<IResult> Get(HttpContext http, ReadModel<Silence> silences) => silences.List(http, List);
}
