using System.Text.Json;
using NodaTime;

namespace IotPlatform.Platform;

/// <summary>
/// A change of a resource, read from a JSON body against the resource as it is: an absent member stays, an explicit null clears one that
/// may be null, and a member that is for life may only be named with the value that it has.
/// </summary>
public interface IChange<TSelf, TResource>
    where TSelf : class, IChange<TSelf, TResource>
    where TResource : class
{
    /// <summary>Reads the change, leaving its faults in <paramref name="body"/>. A pure function.</summary>
    static abstract TSelf Read(Body body, TResource current);
}

/// <summary>A change as it was sent; what it comes to is known when the resource is at hand. An endpoint takes it as a parameter.</summary>
/// <typeparam name="TChange">The <see cref="IChange{TSelf, TResource}"/>.</typeparam>
public sealed record Changes<TChange>(JsonElement Members) : IRequestBody<Changes<TChange>>
{
    /// <inheritdoc/>
    static Changes<TChange> IRequestBody<Changes<TChange>>.Read(Body body) => new(body.Root);
}

/// <summary>How a change that was sent becomes a decision. Pure.</summary>
public static class Change
{
    /// <summary>The decision on what was sent, or the refusal that names all that is wrong with it.</summary>
    public static Decision Decide<TChange, T>(JsonElement sent, T current, Instant now, Func<TChange, T, Instant, Decision> decide)
        where TChange : class, IChange<TChange, T>
        where T : class
    {
        var body = new Body(sent);
        var change = TChange.Read(body, current);
        return body.Faults.Count > 0 ? Problem.Invalid(body.Faults) : decide(change, current, now);
    }
}
