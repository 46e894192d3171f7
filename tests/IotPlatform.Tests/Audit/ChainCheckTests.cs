using IotPlatform.Audit;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Audit;

public sealed class ChainCheckTests
{
    private readonly List<ChainRow> _rows = SampleChain.Rows(streams: 3);

    [Fact]
    public void what_nobody_touched_holds()
    {
        var check = Check();
        check.Findings.ShouldBeEmpty();
        (check.Streams, check.Events, check.Unprotected).ShouldBe((3, 12, 0));
    }

    [Fact]
    public void a_changed_event_is_one_finding_and_those_behind_it_hold()
    {
        _rows[1] = _rows[1] with { Event = _rows[1].Event! with { Content = _rows[1].Event!.Content with { Actor = "somebody" } } };
        Found(FindingKind.Changed, "s-0", 2);
    }

    [Fact]
    public void a_removed_event_is_named_by_its_link()
    {
        _rows[3] = _rows[3] with { Event = null };
        Found(FindingKind.Removed, "s-0", 4);
    }

    [Fact]
    public void an_event_removed_with_its_link_is_missed_by_the_one_behind_it()
    {
        _rows.RemoveAt(1);
        Found(FindingKind.Removed, "s-0", 3);
    }

    [Fact]
    public void an_event_without_a_link_was_inserted_unless_it_is_older_than_the_chain()
    {
        _rows[3] = _rows[3] with { Link = null };
        Found(FindingKind.Inserted, "s-0", 4);
        var check = Check(beginsAfter: 100);
        check.Findings.ShouldBeEmpty();
        check.Unprotected.ShouldBe(1);
    }

    [Fact]
    public void a_stream_that_is_older_than_the_chain_goes_on_with_a_first_link()
    {
        _rows.RemoveRange(0, 4);
        var old = SampleChain.Row("a", 1, default, 1) with { Link = null };
        _rows.InsertRange(0, [old, SampleChain.Row("a", 2, default, 20)]);
        Check(beginsAfter: 10).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void an_event_in_anothers_place_was_moved()
    {
        (_rows[1], _rows[2]) = (_rows[1] with { Event = _rows[2].Event }, _rows[2] with { Event = _rows[1].Event });
        Check().Findings.Select(finding => (finding.Kind, finding.Version)).ShouldBe([(FindingKind.Moved, 2), (FindingKind.Moved, 3)]);
    }

    [Fact]
    public void a_link_that_was_made_to_fit_a_changed_event_does_not_fit_the_one_behind_it()
    {
        _rows[1] = SampleChain.Row("s-0", 2, _rows[0].Link!.Hash, _rows[1].Sequence, """{"note":null,"forged":true}""");
        Found(FindingKind.Relinked, "s-0", 3);
    }

    [Fact]
    public void a_note_may_be_gone_only_if_an_event_behind_it_tells_of_the_erasure()
    {
        var gone = SampleChain.Row("t", 1, default, 50, """{"note":{"commitment":"ab"}}""");
        _rows.Add(gone);
        Found(FindingKind.NoteLost, "t", 1);

        var told = SampleChain.Row("t", 2, gone.Link!.Hash, 51, "{}");
        var content = told.Event!.Content with { Type = "alarm_notes_erased" };
        var digest = content.Digest();
        var link = told.Link! with { Content = digest, Hash = EventContent.Link(gone.Link.Hash, digest, 51) };
        _rows.Add(new(told.Event with { Content = content }, link));
        Check().Findings.ShouldBeEmpty();
    }

    private void Found(FindingKind kind, string stream, long version)
    {
        var finding = Check().Findings.ShouldHaveSingleItem();
        (finding.Kind, finding.Customer, finding.Stream, finding.Version).ShouldBe((kind, "acme", stream, version));
        finding.Message.ShouldContain(stream);
    }

    private ChainCheck Check(long beginsAfter = 0)
    {
        var check = new ChainCheck(beginsAfter);
        foreach (var row in _rows) check.Take(row);
        check.End();
        return check;
    }
}
