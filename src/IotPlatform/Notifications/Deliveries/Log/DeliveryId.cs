using System.Text;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>
/// The id of a delivery. It follows from what is told and where, so that what is worked out again after a crash is the same message, and a
/// receiver that has it already can tell.
/// </summary>
public static class DeliveryId
{
    /// <summary>The id for telling an occasion one way.</summary>
    // The length keeps ("a", "b/c") and ("a/b", "c") apart.
    public static string For(string occasion, string lane, Instant at) =>
        DerivedId.From(Encoding.UTF8.GetBytes($"{occasion.Length}/{occasion}/{lane}"), at);
}
