using System.Reflection;
using IotPlatform.Platform;
using Marten;
using Marten.Events;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Architecture;

/// <summary>Stored events are found by their names for ever, so a renamed class must keep the name of its events.</summary>
public sealed class EventNameTests
{
    private static readonly string[] Names =
    [
        "alarm_acknowledged", "alarm_notes_erased", "alarm_notification_failed", "alarm_notification_sent", "alarm_reopened", "alarm_resolved",
        "alarm_retriggered", "alarm_triggered",
        "api_key_created", "api_key_revoked", "api_key_rotated", "channel_created", "channel_deleted", "channel_disabled", "channel_enabled", "channel_revised",
        "channel_secret_rotated",
        "command_cancelled", "command_delivered", "command_expired", "command_queued", "command_sent", "customer_created", "customer_plan_changed",
        "customer_resumed", "customer_suspended", "datapoint_defined", "datapoint_deleted", "datapoint_labelled", "device_activated",
        "device_credentials_rotated", "device_deactivated",
        "device_deleted", "device_described", "device_joined_group", "device_left_group", "device_profiled", "device_registered",
        "device_tagged", "device_unprofiled", "device_untagged", "group_created", "group_deleted", "group_described",
        "policy_created", "policy_deleted", "policy_disabled", "policy_enabled", "policy_revised", "profile_created",
        "profile_deleted", "profile_revised", "rule_cleared", "rule_created", "rule_deleted", "rule_disabled", "rule_enabled", "rule_fired",
        "rule_revised", "silence_created", "silence_deleted",
    ];

    internal static IEnumerable<Type> EventTypes() => Product.App.GetTypes()
        .Where(type => type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IResource<>)))
        .SelectMany(resource => (IReadOnlyList<Type>)TypesOfOne.MakeGenericMethod(resource).Invoke(null, [])!)
        .Distinct();

    // By the interface: a resource may have a member of that name which is another thing.
    private static readonly MethodInfo TypesOfOne =
        typeof(EventNameTests).GetMethod(nameof(TypesOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static IReadOnlyList<Type> TypesOf<T>() where T : class, IResource<T> => T.EventTypes;

    // Seen red: ApiKeyRevoked renamed to ApiKeyWithdrawn.
    [Fact]
    public void events_are_stored_under_the_names_of_this_table()
    {
        var store = (EventGraph)new StoreOptions().Events;
        EventTypes().Select(type => store.EventMappingFor(type).EventTypeName).Order(StringComparer.Ordinal).ShouldBe(Names);
    }

    // Seen red: CustomerCreated no longer sealed.
    [Fact]
    public void an_event_is_sealed_and_names_its_stream_first_and_its_time_last() => EventTypes()
        .Select(type => (Type: type, Members: type.GetConstructors()[0].GetParameters().Select(parameter => parameter.Name!).ToList()))
        .Where(fact => !fact.Type.IsSealed || fact.Members[0] != "Id" || fact.Members[^1] != "At" || !fact.Type.IsAssignableTo(typeof(IFact)))
        .Select(fact => fact.Type.Name).ShouldBeEmpty();
}
