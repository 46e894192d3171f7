using System.Text;
using IotPlatform.Audit;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Audit;

public sealed class MerkleTreeTests
{
    private static readonly Hash[] Leaves =
        [.. Enumerable.Range(0, 70).Select(number => Hash.Of(Encoding.UTF8.GetBytes($"leaf {number}")))];

    [Fact]
    public void the_root_of_nothing_is_the_hash_of_nothing() =>
        new MerkleTree().Root.ToString().ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    // Worked out with another program, by the recursive definition.
    [Theory]
    [InlineData(1, "31d82f8c2c1211c119bc7352c5688f177e9b25b5162483c5b571fa3eece8b3a3")]
    [InlineData(3, "06e2e1946f3b546e28fec6b7d571e36753bbe5350e820315f0cb6945ec3ead03")]
    [InlineData(70, "1c84343b4d8d38ade51beb8bae1657f36e220cd18b2e02c0ef9fbf777c6402c8")]
    public void the_root_is_that_of_rfc_9162(int leaves, string root) => TreeOf(leaves).Root.ToString().ShouldBe(root);

    [Fact]
    public void a_proof_leads_from_every_leaf_of_a_tree_of_any_size_to_its_root_and_from_no_other_place()
    {
        for (var count = 1; count <= Leaves.Length; count++)
        {
            var root = TreeOf(count).Root;
            for (var index = 0; index < count; index++)
            {
                var proof = MerkleTree.Prove(Leaves[..count], index);
                MerkleTree.RootOf(Leaves[index], index, count, proof).ShouldBe(root);
                MerkleTree.RootOf(Leaves[(index + 1) % Leaves.Length], index, count, proof).ShouldNotBe(root);
                if (count > 1) MerkleTree.RootOf(Leaves[index], (index + 1) % count, count, proof).ShouldNotBe(root);
            }
        }
    }

    [Fact]
    public void a_proof_of_a_wrong_length_or_for_a_place_that_is_not_there_leads_nowhere()
    {
        var proof = MerkleTree.Prove(Leaves[..5], 2);
        MerkleTree.RootOf(Leaves[2], 2, 5, [.. proof, Leaves[0]]).IsNone.ShouldBeTrue();
        MerkleTree.RootOf(Leaves[2], 2, 5, [.. proof.Take(1)]).IsNone.ShouldBeTrue();
        MerkleTree.RootOf(Leaves[2], 5, 5, proof).IsNone.ShouldBeTrue();
    }

    private static MerkleTree TreeOf(int leaves)
    {
        var tree = new MerkleTree();
        foreach (var leaf in Leaves[..leaves]) tree.Add(leaf);
        return tree;
    }
}
