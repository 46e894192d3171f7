namespace IotPlatform.RuleEngine.Tests;

/// <summary>What the engine should make of how many messages come.</summary>
internal sealed class MessageRateModel(int window, int? max, int? min, ModelActions actions) : DeviceModel(actions)
{
    private readonly List<int> _receipts = [];
    private readonly List<int> _resumptions = [];
    private int? _countedSince;
    private bool _isTooMany;
    private long _position;

    protected override void Take(Observation observation)
    {
        if (observation is SessionBegan began && min is not null)
            _countedSince ??= Second(began.At);
        if (observation is not RecordReceived record)
            return;
        var at = Second(record.ReceivedAt);
        Pass(at);
        _countedSince ??= at;
        if (!record.StartsMessage)
            return;
        _receipts.Add(at);
        _position = record.Position;
        if (Met is true && !_isTooMany && Count(at) >= min)
            BecomeClear(at);
        else if (Met is true)
            SeeItHold(at);
        else if (Count(at) > max)
            BecomeMet(isTooMany: true, at);
        else if (Met is null)
            TurnOutClear(at);
    }

    protected override void Watch(WatchBegan watch, int at) => _countedSince = watch.HadContact ? at : _countedSince;

    protected override void Resume(int at, int grace) => _resumptions.Add(at + grace);

    protected override void LookAt(int second)
    {
        if (Met is true && _isTooMany && Count(second) <= max)
            BecomeClear(second);
        if (Met is not true && IsJudged(second) && Count(second) < min)
            BecomeMet(isTooMany: false, second);
        if (Met is null)
            TurnOutClear(second);
    }

    // Of too many, the first that is too many is counted.
    protected override string Proof(int at) => $"#{_position} x{Math.Min(Count(at), max + 1 ?? int.MaxValue)}";

    private bool IsJudged(int second) =>
        _countedSince + window <= second && _resumptions.All(resumption => resumption + window <= second);

    private void TurnOutClear(int second)
    {
        var isNotTooMany = max is null || second >= _countedSince + window;
        if (_countedSince is not null && isNotTooMany && Count(second) >= (min ?? 0))
            BecomeClear(second);
    }

    private void BecomeMet(bool isTooMany, int at)
    {
        _isTooMany = isTooMany;
        BecomeMet(at);
    }

    private int Count(int second) => _receipts.Count(at => at > second - window && at <= second);
}
