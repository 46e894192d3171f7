using IotPlatform.Platform;
using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class ReadModelsTests
{
    [Fact]
    public void A_projection_that_does_not_say_which_events_it_reads_is_refused()
    {
        var documents = new ServiceCollection().AddReadModel<Sum, Vague>((_, _) => new Vague()).BuildServiceProvider().GetRequiredService<ReadModelDefinition>();
        Should.Throw<ArgumentException>(() => documents.AddToShard(new StoreOptions(), WithheldEvents.None)).Message.ShouldContain(nameof(Sum));
    }

    public sealed record Sum(string Id);

    private sealed record Added(string To);

    private sealed class Vague : MultiStreamProjection<Sum, string>
    {
        public Vague() => Identity<Added>(added => added.To);

        public override Sum Evolve(Sum? snapshot, string id, IEvent e) => new(id);
    }
}
