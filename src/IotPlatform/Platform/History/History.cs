using Marten;

namespace IotPlatform.Platform;

/// <summary>The history of a resource, read straight from its stream: there is no read model that could lack or lose any of it.</summary>
public sealed class History<T>(IDocumentStore store, ReadModel<T> readModel) where T : class, IResource<T>
{
    private const int FlushBytes = 32 * 1024;

    /// <summary>200 with all events, also of a resource that is deleted; 404 when there never was one.</summary>
    public async Task<IResult> Get(HttpContext http, string id)
    {
        if (!Inclusion.TryParse(http.Request.Query[Inclusion.Parameter], out var states)) return Problem.Invalid([Inclusion.Fault]);
        var customer = Caller.Of(http).Customer;
        await using var session = store.QuerySession(customer);
        await using var events = EventStreams.ReadAsync(session, id, http.RequestAborted).GetAsyncEnumerator();
        // All kinds of resources share one space of ids, and none ever takes over another one's stream.
        if (!await events.MoveNextAsync() || !T.EventTypes.Contains(events.Current.EventType)) return Problem.NotFound(T.Kind, id);

        http.Response.ContentType = "application/json";
        // From here on a failure breaks the answer off, where it would otherwise follow on what is written already.
        await http.Response.StartAsync(http.RequestAborted);
        var output = http.Response.BodyWriter;
        using var writer = new HistoryWriter<T>(output, states ? readModel : null, customer, id);
        do
        {
            await writer.WriteAsync(events.Current, http.RequestAborted);
            if (output.UnflushedBytes > FlushBytes) await output.FlushAsync(http.RequestAborted);
        }
        while (await events.MoveNextAsync());
        writer.End();
        return Results.Empty;
    }
}
