using IotPlatform.Datapoints;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Datapoints.SampleDatapoint;

namespace IotPlatform.Tests.Datapoints;

public sealed class DatapointTests
{
    private static readonly DatapointLabelled Relabelling = new("datapoint-1", "Heat", null, Now);

    [Fact]
    public void a_definition_tells_all_of_it() => Of().ShouldBe(new Datapoint
    {
        Id = "datapoint-1",
        Key = "temperature",
        Label = "Temperature",
        Unit = "°C",
        DataType = DatapointType.Number,
        CreatedAt = Made,
        UpdatedAt = Made,
    });

    [Fact]
    public void label_and_unit_are_replaced_and_nothing_else() =>
        Of(Relabelling).ShouldBe(Of() with { Label = "Heat", Unit = null, UpdatedAt = Now });

    [Fact]
    public void a_deletion_leaves_nothing() => Datapoint.Fold(Of(), new DatapointDeleted("datapoint-1", "temperature", Now)).ShouldBeNull();

    [Fact]
    public void a_fact_of_another_kind_changes_nothing() => Datapoint.Fold(Of(), "anything").ShouldBe(Of());

    [Fact]
    public void every_event_that_a_datapoint_knows_changes_it_or_ends_it()
    {
        object[] facts = [Definition with { Label = "x" }, Relabelling, new DatapointDeleted("datapoint-1", "temperature", Now)];
        facts.Select(fact => fact.GetType()).ShouldBe(Datapoint.EventTypes, ignoreOrder: true);
        foreach (var fact in facts) Datapoint.Fold(Of(), fact).ShouldNotBe(Of(), fact.ToString());
    }

    [Fact]
    public void a_datapoint_ends_once() =>
        DeleteDatapointEndpoint.Decide(Of(), Now).ShouldAppend(new DatapointDeleted("datapoint-1", "temperature", Now));
}
