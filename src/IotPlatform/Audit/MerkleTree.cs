using System.Numerics;

namespace IotPlatform.Audit;

/// <summary>
/// The Merkle tree of RFC 9162, section 2.1, over SHA-256: one root for many leaves, and short proofs that a leaf is among them. Leaves are
/// added one by one; only the roots of complete subtrees are kept.
/// </summary>
public sealed class MerkleTree
{
    private readonly List<(Hash Root, long Leaves)> _subtrees = [];

    /// <summary>How many leaves there are.</summary>
    public long Count { get; private set; }

    /// <summary>The root over all leaves; of none the hash of nothing.</summary>
    public Hash Root
    {
        get
        {
            if (_subtrees.Count == 0) return Hash.Of([]);
            var root = _subtrees[^1].Root;
            for (var i = _subtrees.Count - 2; i >= 0; i--) root = Node(_subtrees[i].Root, root);
            return root;
        }
    }

    /// <summary>Adds a leaf behind those that are there.</summary>
    public void Add(Hash leaf)
    {
        Count++;
        _subtrees.Add((Leaf(leaf), 1));
        while (_subtrees.Count > 1 && _subtrees[^2].Leaves == _subtrees[^1].Leaves)
        {
            var (left, right) = (_subtrees[^2], _subtrees[^1]);
            _subtrees.RemoveRange(_subtrees.Count - 2, 2);
            _subtrees.Add((Node(left.Root, right.Root), left.Leaves + right.Leaves));
        }
    }

    /// <summary>
    /// The proof that the leaf at <paramref name="index"/> is among <paramref name="leaves"/>: the hashes beside its way to the root.
    /// </summary>
    public static IReadOnlyList<Hash> Prove(IReadOnlyList<Hash> leaves, int index) => Prove(leaves, 0, leaves.Count, index);

    /// <summary>The root to which a proof leads; it is the tree's if the leaf is in it.</summary>
    public static Hash RootOf(Hash leaf, long index, long count, IReadOnlyList<Hash> proof)
    {
        if (index < 0 || index >= count) return default;
        var (node, last, root) = (index, count - 1, Leaf(leaf));
        foreach (var beside in proof)
        {
            if (last == 0) return default;
            if ((node & 1) == 1 || node == last)
            {
                root = Node(beside, root);
                var shift = (node & 1) == 1 ? 0 : BitOperations.TrailingZeroCount(node);
                (node, last) = (node >> shift, last >> shift);
            }
            else
            {
                root = Node(root, beside);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 ? root : default;
    }

    private static List<Hash> Prove(IReadOnlyList<Hash> leaves, int from, int count, int index)
    {
        if (count == 1) return [];
        var left = (int)BitOperations.RoundUpToPowerOf2((uint)count) / 2;
        var isLeft = index < left;
        var proof = isLeft ? Prove(leaves, from, left, index) : Prove(leaves, from + left, count - left, index - left);
        proof.Add(isLeft ? RootOf(leaves, from + left, count - left) : RootOf(leaves, from, left));
        return proof;
    }

    private static Hash RootOf(IReadOnlyList<Hash> leaves, int from, int count)
    {
        var tree = new MerkleTree();
        for (var i = from; i < from + count; i++) tree.Add(leaves[i]);
        return tree.Root;
    }

    private static Hash Leaf(Hash data)
    {
        Span<byte> bytes = stackalloc byte[1 + Hash.Size];
        data.Bytes.CopyTo(bytes[1..]);
        return Hash.Of(bytes);
    }

    private static Hash Node(Hash left, Hash right)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * Hash.Size)];
        bytes[0] = 1;
        left.Bytes.CopyTo(bytes[1..]);
        right.Bytes.CopyTo(bytes[(1 + Hash.Size)..]);
        return Hash.Of(bytes);
    }
}
