namespace IotPlatform.Audit;

/// <summary>
/// Checks an exported file by itself: its events against their chain, their links against the seals, the seals against each other. Pure.
/// </summary>
public static class FileCheck
{
    /// <summary>What holds, and what does not.</summary>
    /// <param name="published">Hashes of seals that somebody kept, by number: without them a file only proves that it fits itself.</param>
    public static AuditReport Check(AuditFile file, IReadOnlyDictionary<long, Hash> published)
    {
        var chain = new ChainCheck(file.BeginsAfter);
        foreach (var e in file.Events) chain.Take(e.Row(file.Customer, file.Stream));
        chain.End();
        var seals = file.Seals.Select(seal => seal.Stored(file.Customer)).ToList();
        List<Finding> findings = [.. chain.Findings];
        // Of the first seal in the file only the one before it could tell whether it follows.
        for (var i = 1; i < seals.Count; i++) findings.AddRange(seals[i].Faults(seals[i - 1]));
        foreach (var first in seals.Take(1).Where(first => first.Seal.Digest() != first.Hash))
            findings.Add(Finding.OfSeal(first.Seal, "is not what was written"));
        findings.AddRange(SealCheck.Against(published, file.Customer, seals));
        var sealedEvents = file.Events.Where(e => e.Proof is not null).ToList();
        findings.AddRange(sealedEvents.Where(e => !IsHeld(e, seals)).Select(e => NotHeld(file, e)));
        var unsealed = file.Events.Count(e => e.Link is not null) - sealedEvents.Count;
        return new(
            chain.Streams, chain.Events, sealedEvents.Count, unsealed, chain.Unprotected,
            [.. seals.TakeLast(1).Select(last => PublishedSeal.Of(last.Seal))], findings);
    }

    private static bool IsHeld(FiledEvent e, List<StoredSeal> seals)
    {
        if (seals.Find(stored => stored.Seal.Number == e.Proof!.Seal) is not { Seal: var seal }) return false;
        if (e.Sequence <= seal.After || e.Sequence > seal.Through) return false;
        return MerkleTree.RootOf(Hash.Parse(e.Link), e.Proof!.Index, seal.Events, [.. e.Proof.Path.Select(Hash.Parse)]) == seal.Root;
    }

    private static Finding NotHeld(AuditFile file, FiledEvent e) => new(
        FindingKind.SealBroken, file.Customer, file.Stream, e.Version, e.Sequence,
        $"Event {e.Sequence}, version {e.Version} of {file.Stream} ({e.Type}), is not what seal {e.Proof!.Seal} holds.");
}
