namespace IotPlatform.RuleEngine.Tests;

/// <summary>What the engine should make of sessions.</summary>
internal sealed class OfflineModel(int timeout, ModelActions actions) : DeviceModel(actions)
{
    private readonly SortedDictionary<long, int?> _endsByEpoch = [];
    private int _heldUntil = int.MinValue;
    private int? _lastEnd;
    private long _position;

    protected override void Take(Observation observation)
    {
        switch (observation)
        {
            case SessionBegan began: Begin(began.Epoch, Second(began.At), Second(began.At), began.Position); break;
            case SessionEnded ended: End(ended.Epoch, Second(ended.At), Second(ended.At), ended.Position); break;
        }
    }

    protected override void Watch(WatchBegan watch, int at)
    {
        _heldUntil = Math.Max(_heldUntil, at);
        if (watch.Session is { EndedAt: { } ended })
            End(watch.Session.Epoch, Second(ended), at, 0);
        else if (watch.Session is not null)
            Begin(watch.Session.Epoch, at, null, 0);
    }

    protected override void Resume(int at, int grace) => _heldUntil = Math.Max(_heldUntil, at + Math.Max(grace, timeout));

    protected override void LookAt(int second)
    {
        var isGone = _endsByEpoch.Count > 0 && second >= _endsByEpoch.Last().Value + timeout;
        if (Met is not true && isGone && second >= _heldUntil)
            BecomeMet(second);
    }

    protected override string Proof(int at) => $"#{_position} {(_lastEnd is { } end ? at - end : 0)} s";

    private void Begin(long epoch, int at, int? shown, long position)
    {
        if (shown is { } passed)
            Pass(passed);
        if (_endsByEpoch.Count > 0 && epoch <= _endsByEpoch.Last().Key)
            return;
        _endsByEpoch[epoch] = null;
        _position = position;
        if (Met is not false)
            BecomeClear(at);
    }

    private void End(long epoch, int at, int now, long position)
    {
        if (position > 0)
            Pass(now);
        if (_endsByEpoch.Count > 0 && (epoch < _endsByEpoch.Last().Key || _endsByEpoch.GetValueOrDefault(epoch) is not null))
            return;
        (_endsByEpoch[epoch], _lastEnd, _position) = (at, at, position);
        if (Met is true)
            BecomeClear(now);
        else
            LookAt(now);
    }
}
