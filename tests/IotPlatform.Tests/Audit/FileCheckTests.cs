using System.Text.Json;
using System.Text.Json.Nodes;
using IotPlatform.Audit;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Audit;

public sealed class FileCheckTests
{
    private static readonly Dictionary<long, Hash> Nothing = [];

    [Fact]
    public void a_file_proves_itself()
    {
        var report = FileCheck.Check(File(), Nothing);
        report.Findings.ShouldBeEmpty();
        (report.Events, report.Sealed, report.Unsealed).ShouldBe((5, 4, 1));
        report.Latest.ShouldHaveSingleItem().Number.ShouldBe(3);
    }

    [Fact]
    public void a_file_that_went_through_another_program_still_does()
    {
        var formatted = JsonNode.Parse(File().Write())!.ToJsonString().Replace("\\u00B0", "°", StringComparison.Ordinal);
        FileCheck.Check(AuditFile.Read(formatted).File!, Nothing).IsIntact.ShouldBeTrue();
    }

    // Every value in the file but those that say when it was written and that nothing was proved.
    [Fact]
    public void whatever_is_changed_in_a_file_is_found()
    {
        var text = File().Write();
        var places = Places(JsonNode.Parse(text)!)
            .Where(place => place.Split('.')[0] is "customer" or "stream" or "events" or "seals").ToList();
        places.Count.ShouldBeGreaterThan(80);
        foreach (var place in places)
        {
            var file = JsonNode.Parse(text)!;
            Change(file, place.Split('.'));
            var read = AuditFile.Read(file.ToJsonString());
            (read.File is null || !FileCheck.Check(read.File, Nothing).IsIntact).ShouldBeTrue(place);
        }
    }

    [Fact]
    public void a_file_that_was_made_up_as_a_whole_is_found_out_by_a_seal_that_was_kept()
    {
        FileCheck.Check(File(), new Dictionary<long, Hash> { [3] = Hash.Parse(File().Seals[2].Hash) }).IsIntact.ShouldBeTrue();
        FileCheck.Check(File(), new Dictionary<long, Hash> { [3] = Hash.Of([]) }).Findings.ShouldHaveSingleItem().Message
            .ShouldStartWith("Seal 3 of acme is not the one that was published");
    }

    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("{}", "cannot be read")]
    [InlineData("""{"format":"something else"}""", "cannot be read")]
    public void what_is_no_such_file_is_told_so(string text, string fault) => AuditFile.Read(text).Fault!.ShouldContain(fault);

    private static AuditFile File()
    {
        var rows = SampleChain.Rows(streams: 3, events: 5);
        var seals = SampleChain.Seals([.. rows.Where(row => row.Sequence <= 12)], each: 4);
        var own = rows.Where(row => row.Stream == "s-1").ToList();
        return new(
            AuditFile.CurrentFormat, Instant.FromUtc(2026, 2, 1, 0, 0), "acme", "s-1", 0,
            [.. own.Select(row => FiledEvent.Of(row, ProofOf(row, rows, seals)))], [.. seals.Select(FiledSeal.Of)]);
    }

    private static SealProof? ProofOf(ChainRow row, List<ChainRow> rows, List<StoredSeal> seals)
    {
        if (seals.Find(stored => row.Sequence > stored.Seal.After && row.Sequence <= stored.Seal.Through) is not { Seal: var seal })
            return null;
        var held = SampleChain.InStoreOrder(rows).Where(other => other.Sequence > seal.After && other.Sequence <= seal.Through).ToList();
        var index = held.IndexOf(row);
        return new(
            seal.Number, index, [.. MerkleTree.Prove([.. held.Select(other => other.Link!.Hash)], index).Select(hash => hash.ToString())]);
    }

    private static IEnumerable<string> Places(JsonNode? node, string path = "") => node switch
    {
        JsonObject members => members.SelectMany(member => Places(member.Value, $"{path}{member.Key}.")),
        JsonArray items => items.SelectMany((item, index) => Places(item, $"{path}{index}.")),
        _ => [path.TrimEnd('.')],
    };

    private static void Change(JsonNode node, string[] path)
    {
        var parent = path[..^1].Aggregate(node, (at, step) => at is JsonArray items ? items[int.Parse(step)]! : at[step]!);
        var value = parent is JsonArray list ? list[int.Parse(path[^1])] : parent[path[^1]];
        var changed = Changed(value);
        if (parent is JsonArray array) array[int.Parse(path[^1])] = changed;
        else parent[path[^1]] = changed;
    }

    private static JsonNode Changed(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => value.GetValue<long>() + 1,
        JsonValueKind.String when DateTimeOffset.TryParse(value.GetValue<string>(), out var time) =>
            time.AddSeconds(1).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"),
        JsonValueKind.String when Guid.TryParse(value.GetValue<string>(), out _) => Guid.NewGuid().ToString(),
        JsonValueKind.String when Hash.Parse(value.GetValue<string>()) is { IsNone: false } => Hash.Of([1]).ToString(),
        JsonValueKind.String => value.GetValue<string>() + "x",
        _ => "x",
    };
}
