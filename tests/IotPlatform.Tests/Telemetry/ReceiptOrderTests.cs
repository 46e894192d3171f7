using FsCheck;
using FsCheck.Fluent;
using IotPlatform.Telemetry;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Telemetry;

public sealed class ReceiptOrderTests
{
    private static HistoryRecord Record(long time, long receivedAt) => new(receivedAt, time, 0, true, true, null);

    // Seen red: with what waits given back only after the records of its hour.
    [Fact]
    public void hours_of_any_lags_come_back_whole_and_in_the_order_of_receipt()
    {
        var histories = from lags in Gen.Frequency((4, Gen.Choose(-3, 5)), (1, Gen.Choose(0, 200))).ListOf()
                        select lags.Select((lag, i) => Record(i * 3, (i * 3) + lag)).ToList();
        Prop.ForAll(Arb.From(histories), history =>
        {
            var (order, given) = (new ReceiptOrder(1_000), new List<HistoryRecord>());
            // Nothing is dated more than 3 ahead of its receipt.
            foreach (var hour in history.Chunk(7)) given.AddRange(order.Take([.. hour], hour[^1].Time + 1 - 3));
            given.AddRange(order.Take([], long.MaxValue));
            given.ShouldBe(history.OrderBy(record => record, Comparer<HistoryRecord>.Create(HistoryRecord.Compare)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void what_waits_is_bounded()
    {
        var order = new ReceiptOrder(2);
        order.Take([Record(1, 100), Record(2, 101)], 10).ShouldBeEmpty();
        Should.Throw<TooScatteredException>(() => order.Take([Record(3, 102)], 10)).Most.ShouldBe(2);
    }
}
