using IotPlatform.Platform;

namespace IotPlatform.Audit;

/// <summary>What a verification found.</summary>
/// <param name="Events">Events that hold.</param>
/// <param name="Sealed">Links that a seal holds fast.</param>
/// <param name="Unsealed">Links that are newer than the last seal.</param>
/// <param name="Unprotected">Events from before there were links; nothing is proved of them.</param>
/// <param name="Latest">The latest seal of each customer: whoever keeps their hashes can tell later whether anything was rewritten.</param>
public sealed record AuditReport(
    long Streams, long Events, long Sealed, long Unsealed, long Unprotected, IReadOnlyList<PublishedSeal> Latest,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsIntact => Findings.Count == 0;

    /// <summary>The report for people, a line each.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var finding in Findings) yield return $"{Words.Of(finding.Kind)}: {finding.Message}";
        yield return $"{Plural.Of(Events, "event")} of {Plural.Of(Streams, "stream")} intact; {Sealed} sealed, {Unsealed} newer than the last seal.";
        if (Unprotected > 0) yield return $"{Plural.Of(Unprotected, "event")} older than the chain: nothing is proved of them.";
        foreach (var seal in Latest)
            yield return $"Latest seal of {seal.Customer}: {seal.Number} of {Json.Format(seal.SealedAt)}, {seal.Hash}";
        yield return IsIntact ? "Intact." : $"NOT INTACT: {Plural.Of(Findings.Count, "finding")}.";
    }
}
