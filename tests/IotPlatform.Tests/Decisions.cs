using System.Text.Json;
using IotPlatform.Platform;
using JasperFx.Events;
using Shouldly;

namespace IotPlatform.Tests;

/// <summary>Says what a decision must come to. Events are compared by type and by all that they carry, as it would be stored.</summary>
internal static class Decisions
{
    public static void ShouldAppend(this Decision decision, params object[] events)
    {
        decision.Refusal.ShouldBeNull();
        decision.Events.Select(Tell).ShouldBe(events.Select(Tell));
    }

    public static void ShouldChangeNothing(this Decision decision) => decision.ShouldAppend();

    public static void ShouldRefuse(this Decision decision, int status, string code, string about)
    {
        decision.Events.ShouldBeEmpty();
        decision.Refusal.ShouldNotBeNull();
        (decision.Refusal.Status, decision.Refusal.Code).ShouldBe((status, code));
        decision.Refusal.Detail.ShouldContain(about);
    }

    /// <summary>The state after the decision's events.</summary>
    public static T? After<T>(this T? state, Decision decision) where T : class, IResource<T> => decision.Events.Aggregate(state, T.Fold);

    /// <summary>
    /// A state, or nothing, as it would be stored: records with lists and JSON in them have no useful equality of their own.
    /// </summary>
    public static string Tell(object? told) =>
        told is null ? "nothing" : $"{told.GetType().Name} {JsonSerializer.Serialize(told, told.GetType(), Json.Store)}";

    /// <summary>An event as the store hands it out.</summary>
    public static IEvent Stored<T>(T fact, string stream, long version = 1) where T : notnull =>
        new Event<T>(fact) { StreamKey = stream, Version = version };

    /// <summary>An event as the store hands it out: under its own time, on the stream that it names.</summary>
    public static IEvent Stored(IFact fact, long version)
    {
        var stored = (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(fact.GetType()), fact)!;
        (stored.StreamKey, stored.Version, stored.Timestamp) = (fact.Id, version, fact.At.ToDateTimeOffset());
        return stored;
    }
}
