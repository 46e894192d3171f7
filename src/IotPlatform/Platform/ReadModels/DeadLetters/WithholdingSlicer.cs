using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Grouping;
using JasperFx.Events.Projections;

namespace IotPlatform.Platform;

/// <summary>
/// Groups the events of a page by document, without those that are withheld. An event that cannot be grouped is named, so that it can be
/// withheld: the library names only those that cannot be folded.
/// </summary>
public sealed class WithholdingSlicer(IEventSlicer inner, WithheldEvents withheld) : IEventSlicer
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<object>> SliceAsync(IReadOnlyList<IEvent> events)
    {
        var folded = withheld.Without(events);
        try
        {
            return await inner.SliceAsync(folded);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await NameAsync(folded);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<object>> SliceAsync(EventRange range) => SliceAsync(range.Events);

    private async Task NameAsync(IReadOnlyList<IEvent> page)
    {
        foreach (var e in page)
        {
            try
            {
                await inner.SliceAsync([e]);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                throw new ApplyEventException(e, fault);
            }
        }
    }
}
