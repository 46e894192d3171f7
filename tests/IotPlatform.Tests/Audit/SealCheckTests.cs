using IotPlatform.Audit;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Audit;

public sealed class SealCheckTests
{
    private static readonly Dictionary<long, Hash> Nothing = [];
    private readonly List<ChainRow> _rows = SampleChain.Rows(streams: 3, events: 5);
    private readonly List<StoredSeal> _seals;

    public SealCheckTests() => _seals = SampleChain.Seals(SampleChain.Rows(streams: 3, events: 4), each: 5);

    [Fact]
    public void what_is_there_is_sealed_up_to_the_last_seal()
    {
        var check = Check();
        check.Findings.ShouldBeEmpty();
        (check.Sealed, check.Unsealed).ShouldBe((12, 3));
    }

    [Fact]
    public void a_link_that_is_gone_is_missed_by_its_seal()
    {
        _rows.RemoveAll(row => row.Sequence == 7);
        Message().ShouldBe("Seal 2 of acme holds 5 of the events 6 to 10, and there are 4.");
    }

    [Fact]
    public void a_chain_that_was_made_anew_is_not_what_was_sealed()
    {
        var index = _rows.FindIndex(row => row.Sequence == 7);
        _rows[index] = SampleChain.Row("s-0", 3, default, 7);
        Message().ShouldBe("Seal 2 of acme does not hold the events 6 to 10 as they are: their chains were rewritten.");
    }

    [Fact]
    public void a_seal_that_was_changed_is_not_what_was_written_even_if_its_hash_was_made_to_fit()
    {
        var forged = _seals[1].Seal with { Events = 4 };
        _seals[1] = _seals[1] with { Seal = forged };
        Check().Findings.ShouldContain(finding => finding.Message == "Seal 2 of acme is not what was written.");
        _seals[1] = new(forged, forged.Digest());
        Check().Findings.ShouldContain(finding => finding.Message == "Seal 3 of acme does not follow from the one before it.");
    }

    [Fact]
    public void a_seal_that_is_gone_is_missed_by_the_one_behind_it()
    {
        _seals.RemoveAt(0);
        Check().Findings.ShouldContain(finding => finding.Message == "Seal 2 of acme does not follow from the one before it.");
    }

    [Fact]
    public void whoever_made_all_seals_anew_is_found_out_by_one_that_was_kept()
    {
        var kept = new Dictionary<long, Hash> { [2] = _seals[1].Hash };
        Check(kept).Findings.ShouldBeEmpty();
        var anew = SampleChain.Seals(SampleChain.Rows(streams: 2, events: 6), each: 5);
        new SealCheck("acme", anew, kept).Findings.ShouldHaveSingleItem().Message
            .ShouldStartWith("Seal 2 of acme is not the one that was published");
    }

    private string Message() => Check().Findings.ShouldHaveSingleItem().Message;

    private SealCheck Check(Dictionary<long, Hash>? published = null)
    {
        var check = new SealCheck("acme", _seals, published ?? Nothing);
        foreach (var row in SampleChain.InStoreOrder(_rows)) check.Take(row.Sequence, row.Link!.Hash);
        check.End();
        return check;
    }
}
