using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace IotPlatform.Platform;

/// <content>What was: folded from the streams anew.</content>
public partial class ReadModel<T>
{
    /// <summary>
    /// Writes a resource as a GET at that moment would have answered it. What is joined from elsewhere is written as far as it is still
    /// known.
    /// </summary>
    public virtual ValueTask WritePast(
        IBufferWriter<byte> output, string customer, string id, T state, Instant moment, CancellationToken cancellation)
    {
        WriteState(output, state, null);
        return ValueTask.CompletedTask;
    }

    private async Task<IResult> GetPast(HttpContext http, string id, (string Member, string Value)? owner, StringValues sent)
    {
        if (!AsOf.TryParse(sent, out var moment)) return Problem.Invalid([AsOf.Fault]);
        var customer = Caller.Of(http).Customer;
        var past = await ReadPastAsync(customer, id, moment, http.RequestAborted);
        if (past.State is not { } state || !Belongs(state, owner)) return Problem.NotFound(T.Kind, id);
        return new ResourceAnswer(
            200, past.Version, (buffer, _) => WritePast(buffer, customer, id, state, moment, http.RequestAborted));
    }

    private async Task<Past<T>> ReadPastAsync(string customer, string id, Instant moment, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession(customer);
        var past = new Past<T>(moment);
        await foreach (var e in EventStreams.ReadAsync(session, id, cancellation))
            if (!past.Take(e)) break;
        return past;
    }

    private static bool Belongs(T state, (string Member, string Value)? owner) => owner is not var (member, value)
        || JsonSerializer.SerializeToElement(state, Json.Api).GetProperty(member).ValueEquals(value);
}
