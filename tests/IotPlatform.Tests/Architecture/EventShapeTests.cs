using System.Text.Json;
using System.Text.Json.Nodes;
using IotPlatform.Alarms;
using IotPlatform.Platform;
using Marten;
using Marten.Events;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Architecture;

/// <summary>
/// Stored events are read for ever: <c>event-samples.json</c> holds one of each type as it is stored. A new type adds a line. A line that
/// changes means that what is stored already has another shape: docs/events.md says what to do then, and the old line stays, under the
/// type's name and a number, for as long as there are stores with it.
/// </summary>
public sealed class EventShapeTests
{
    private static readonly JsonObject Stored = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Architecture", "event-samples.json")))!.AsObject();

    private static Dictionary<string, Type> Known { get; } = EventNameTests.EventTypes().ToDictionary(
        type => ((EventGraph)new StoreOptions().Events).EventMappingFor(type).EventTypeName);

    [Fact]
    public void each_event_is_stored_in_the_shape_of_its_sample() => Known.OrderBy(known => known.Key, StringComparer.Ordinal)
        .Select(known => $"{known.Key}: {JsonSerializer.Serialize(SampleFact.Of(known.Value), known.Value, Json.Store)}")
        .ShouldBe(Stored.Where(sample => !sample.Key.Contains('#', StringComparison.Ordinal))
            .Select(sample => $"{sample.Key}: {sample.Value!.ToJsonString(Json.Store)}"));

    // Seen red: the reading of notes that are plain text taken out.
    [Fact]
    public void each_shape_that_was_ever_stored_is_read()
    {
        foreach (var (name, sample) in Stored)
        {
            var type = Known[name.Split('#')[0]];
            var fact = JsonSerializer.Deserialize(sample!.ToJsonString(), type, Json.Store).ShouldNotBeNull(name);
            if (!name.Contains('#', StringComparison.Ordinal))
                JsonNode.DeepEquals(JsonSerializer.SerializeToNode(fact, type, Json.Store), sample).ShouldBeTrue(name);
        }
    }

    [Fact]
    public void a_note_from_before_notes_could_be_erased_is_read_with_its_text() =>
        JsonSerializer.Deserialize<AlarmReopened>(Stored["alarm_reopened#1"]!.ToJsonString(), Json.Store)!.Note!.Text.ShouldBe("It is back.");
}
