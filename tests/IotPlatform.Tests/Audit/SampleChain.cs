using System.Text.Json;
using IotPlatform.Audit;
using NodaTime;

namespace IotPlatform.Tests.Audit;

/// <summary>A customer's events as they would be stored, with links and seals, made without a database.</summary>
internal static class SampleChain
{
    private static readonly Instant Begin = Instant.FromUtc(2026, 1, 31, 12, 0);

    /// <summary>One stream after the other, with <paramref name="events"/> events each.</summary>
    public static List<ChainRow> Rows(int streams = 1, int events = 4)
    {
        List<ChainRow> rows = [];
        for (var stream = 0; stream < streams; stream++)
        {
            Hash previous = default;
            for (var version = 1; version <= events; version++)
            {
                var row = Row($"s-{stream}", version, previous, ((version - 1) * streams) + stream + 1);
                previous = row.Link!.Hash;
                rows.Add(row);
            }
        }
        return rows;
    }

    public static ChainRow Row(string stream, long version, Hash previous, long sequence, string data = """{"note":null}""")
    {
        var content = new EventContent(
            "acme", stream, version, new Guid((int)sequence, 0, 0, new byte[8]), "alarm_acknowledged", Begin + Duration.FromSeconds(sequence),
            "system", null, null, JsonElement.Parse(data));
        var digest = content.Digest();
        return new(new(sequence, content), new("acme", stream, version, sequence, digest, EventContent.Link(previous, digest, sequence)));
    }

    /// <summary>Seals over the rows, <paramref name="each"/> places of the store in each.</summary>
    public static List<StoredSeal> Seals(IReadOnlyList<ChainRow> rows, int each)
    {
        List<StoredSeal> seals = [];
        for (long after = 0; after < rows.Count; after += each)
        {
            var tree = new MerkleTree();
            foreach (var row in InStoreOrder(rows).Where(row => row.Sequence > after && row.Sequence <= after + each))
                tree.Add(row.Link!.Hash);
            var last = seals.LastOrDefault();
            var seal = new Seal(
                "acme", seals.Count + 1, Begin + Duration.FromMinutes(seals.Count), after, Math.Min(after + each, rows.Count), tree.Count, tree.Root,
                last?.Hash ?? default);
            seals.Add(new(seal, seal.Digest()));
        }
        return seals;
    }

    public static IEnumerable<ChainRow> InStoreOrder(IReadOnlyList<ChainRow> rows) => rows.OrderBy(row => row.Sequence);
}
