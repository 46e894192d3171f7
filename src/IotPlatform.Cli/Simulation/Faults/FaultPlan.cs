namespace IotPlatform.Cli.Simulation.Faults;

/// <summary>Says which devices and messages are hit. It has no state: the same question has the same answer.</summary>
public sealed class FaultPlan
{
    private readonly IReadOnlyList<Fault> _faults;
    private readonly IReadOnlyList<HashSet<int>> _devices;
    private readonly int _seed;

    /// <summary>The plan of a fleet whose devices are numbered from <paramref name="first"/> on.</summary>
    public FaultPlan(IReadOnlyList<Fault> faults, int seed, int first, int count)
    {
        (_faults, _seed) = (faults, seed);
        _devices = [.. faults.Select((fault, number) => fault.IsOfMessages ? [] : Chosen(fault, number, first, count))];
    }

    /// <summary>All that hits a message.</summary>
    public IReadOnlyList<Fault> Of(int device, long number, TimeSpan at) => _faults.Count == 0 ? [] :
        [.. _faults.Where((fault, index) => fault.Schedule.Holds(at) && IsHit(fault, index, device, number))];

    private bool IsHit(Fault fault, int index, int device, long number) => fault.IsOfMessages
        ? Chance.Of(_seed, (long)fault.Kind, index, device, number) < fault.Share
        : _devices[index].Contains(device);

    // A share of a fleet is a number of devices, not a chance for each.
    private HashSet<int> Chosen(Fault fault, int index, int first, int count) =>
    [
        .. Enumerable.Range(first, count)
            .OrderBy(device => Chance.Of(_seed, (long)fault.Kind, index, device))
            .Take((int)Math.Round(fault.Share * count)),
    ];
}
