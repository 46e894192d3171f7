namespace IotPlatform.Audit;

/// <summary>
/// Holds the seals of one customer against each other and against the links that they cover. Pure: it is given the seals at once, oldest
/// first, and the links in the order of the store.
/// </summary>
public sealed class SealCheck
{
    private readonly IReadOnlyList<StoredSeal> _seals;
    private readonly List<Finding> _findings = [];
    private int _current;
    private MerkleTree _tree = new();

    /// <param name="customer">Whose seals they are.</param>
    /// <param name="seals">All of them, oldest first.</param>
    /// <param name="published">The hashes of seals that somebody kept, by number.</param>
    public SealCheck(string customer, IReadOnlyList<StoredSeal> seals, IReadOnlyDictionary<long, Hash> published)
    {
        _seals = seals;
        for (var i = 0; i < seals.Count; i++) _findings.AddRange(seals[i].Faults(i == 0 ? null : seals[i - 1]));
        _findings.AddRange(Against(published, customer, seals));
    }

    /// <summary>What was found wrong.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>How many links are sealed.</summary>
    public long Sealed { get; private set; }

    /// <summary>How many links are newer than the last seal.</summary>
    public long Unsealed { get; private set; }

    /// <summary>Looks at the next link.</summary>
    public void Take(long sequence, Hash link)
    {
        while (_current < _seals.Count && sequence > _seals[_current].Seal.Through) EndSeal();
        if (_current == _seals.Count)
        {
            Unsealed++;
            return;
        }
        Sealed++;
        _tree.Add(link);
    }

    /// <summary>There are no more links.</summary>
    public void End()
    {
        while (_current < _seals.Count) EndSeal();
    }

    /// <summary>The seals that are not as they were published.</summary>
    public static IEnumerable<Finding> Against(
        IReadOnlyDictionary<long, Hash> published, string customer, IReadOnlyList<StoredSeal> seals) => published
        .Where(kept => !seals.Any(stored => stored.Seal.Number == kept.Key && stored.Seal.Digest() == kept.Value))
        .Select(kept => Finding.OfSeal(customer, kept.Key, "is not the one that was published: what it held fast was rewritten"));

    private void EndSeal()
    {
        var seal = _seals[_current++].Seal;
        var places = $"events {seal.After + 1} to {seal.Through}";
        if (_tree.Count != seal.Events) _findings.Add(Finding.OfSeal(seal, $"holds {seal.Events} of the {places}, and there are {_tree.Count}"));
        else if (_tree.Root != seal.Root)
            _findings.Add(Finding.OfSeal(seal, $"does not hold the {places} as they are: their chains were rewritten"));
        _tree = new();
    }
}
