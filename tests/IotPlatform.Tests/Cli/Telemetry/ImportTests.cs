using IotPlatform.Cli.Telemetry;
using IotPlatform.Cli.Telemetry.Files;
using IotPlatform.Cli.Telemetry.Import;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli.Telemetry;

public sealed class ImportTests
{
    [Fact]
    public void rows_of_one_time_are_one_entry_and_the_last_of_a_key_counts()
    {
        var batch = new DeviceBatch("pump-1");
        foreach (var (second, key, number) in new[] { (0, "a", "1"), (1, "a", "2.50"), (0, "b", "3"), (0, "a", "4") })
            batch.Add(Row(second, key, number));

        DeviceBatch.BodyOf(batch.Entries).ToJsonString().ShouldBe(
            """[{"ts":"1970-01-01T00:00:00.000000Z","values":{"a":4,"b":3}},{"ts":"1970-01-01T00:00:01.000000Z","values":{"a":2.50}}]""");
    }

    [Fact]
    public void a_batch_is_full_before_the_platform_refuses_it()
    {
        var (entries, keys, bytes) = (new DeviceBatch("x"), new DeviceBatch("x"), new DeviceBatch("x"));
        for (var number = 0; !entries.IsFull; number++) entries.Add(Row(number, "a", "1"));
        for (var number = 0; number < 250; number++) keys.Add(Row(0, $"k{number}", "1"));
        for (var number = 0; !bytes.IsFull; number++)
            bytes.Add(Row(number / 50, $"k{number}", new string('\u0001', 1_000), ScalarKind.Text));

        entries.Entries.Count.ShouldBe(1_000);
        keys.Entries.ShouldAllBe(entry => entry.Rows.Count <= 100);
        DeviceBatch.BodyOf(bytes.Entries).ToJsonString().Length.ShouldBeLessThan(128 * 1024);
    }

    // Seen red: rows that were sent still counted, so that batches were sent half full.
    [Fact]
    public void batches_are_full_as_long_as_not_too_much_waits()
    {
        var waiting = new WaitingRows();

        var sent = Enumerable.Range(0, 300_000)
            .SelectMany(second => waiting.Add(Row(second, "a", "1", device: $"pump-{second % 99}"))).ToList();

        sent.Count.ShouldBe(297);
        sent.ShouldAllBe(batch => batch.Entries.Count == 1_000);
        waiting.TakeAll().Sum(batch => batch.Rows).ShouldBe(3_000);
    }

    [Fact]
    public void of_more_devices_than_batches_could_be_filled_for_what_waits_is_sent()
    {
        var waiting = new WaitingRows();

        Enumerable.Range(0, 150_000).SelectMany(number => waiting.Add(Row(0, "a", "1", device: $"pump-{number}"))).Count()
            .ShouldBe(100_000);
    }

    [Fact]
    public void rows_with_one_reason_are_one_line()
    {
        var report = new ImportReport();
        foreach (var (row, reason) in new[] { (7, "a"), (5, "a"), (6, "a"), (9, "a"), (8, "b") })
            report.Reject(FileRow.Faulty(row, ""), reason);

        report.Lines().ShouldBe(["rows 5-7: a", "row 8: b", "row 9: a"]);
        report.Rejected.ShouldBe(5);
    }

    [Fact]
    public void what_is_only_counted_is_counted()
    {
        var report = new ImportReport();
        report.RejectSome(FileRow.Faulty(3, ""), 60, "too old");

        (report.Rejected, report.IsFull).ShouldBe((60, true));
        report.Lines().ShouldBe(["row 3: too old"]);
    }

    private static FileRow Row(int second, string key, string value, ScalarKind kind = ScalarKind.Number, string device = "pump-1") =>
        FileRow.Of(1, device, Instant.FromUnixTimeSeconds(second), key, new Scalar(kind, value));
}
