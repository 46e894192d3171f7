using JasperFx.Events;
using Marten.Events.Projections;

namespace IotPlatform.IntegrationTests.Projections;

/// <summary>How many tanks a site has, counted over their streams.</summary>
public sealed record TankCount(string Id, int Tanks);

public sealed class TankCounts : MultiStreamProjection<TankCount, string>
{
    public TankCounts()
    {
        IncludeType<TankBuilt>();
        Identity<TankBuilt>(built => built.Site);
    }

    public override TankCount Evolve(TankCount? snapshot, string id, IEvent e) => new(id, (snapshot?.Tanks ?? 0) + 1);
}
