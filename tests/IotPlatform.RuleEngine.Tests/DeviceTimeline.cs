using NodaTime;

namespace IotPlatform.RuleEngine.Tests;

/// <summary>Something that the engine is told at a second; null: it is restarted.</summary>
internal sealed record Moment(int Now, Observation? Observation);

/// <summary>Plays a device's history, so that every session has its epoch and every outage cuts the session that is open.</summary>
internal sealed class DeviceTimeline(DeviceHistory history)
{
    public const int Grace = 6;

    private const int Afterwards = 60;

    private readonly List<Moment> _moments = [];
    private int _now;
    private long _epoch = history.Beginning is Beginning.NeverSeen ? 0 : 7;
    private Instant? _endedAt = history.Beginning is Beginning.Connected ? null : Scenario.Time(-3);

    public static List<Moment> Of(DeviceHistory history) => new DeviceTimeline(history).Play();

    private List<Moment> Play()
    {
        if (history.Beginning is not Beginning.Unwatched)
            Watch();
        foreach (var act in history.Acts)
        {
            _now += act.Gap;
            if (act.Gap > 0)
                Tell(TimePassed.Instance);
            Play(act, _moments.Count + 1);
        }

        _now += Afterwards;
        Tell(TimePassed.Instance);
        return _moments;
    }

    private void Play(DeviceAct act, int position)
    {
        switch (act.Act)
        {
            case Act.Values:
                Tell(new RecordReceived(At(_now), position, StartsMessage: true, HasValues: true));
                Tell(new SampleTaken("t", Scalar.Of(1), At(_now - act.Length), At(_now), position));
                break;
            case Act.Status: Tell(new RecordReceived(At(_now), position, StartsMessage: true, HasValues: false)); break;
            case Act.FurtherMoment: Tell(new RecordReceived(At(_now), position, StartsMessage: false, HasValues: true)); break;
            case Act.OtherKey: Tell(new SampleTaken("other", Scalar.Of(1), At(_now), At(_now), position)); break;
            case Act.Connect: Connect(position); break;
            case Act.TakeOver: TakeOver(position); break;
            case Act.Disconnect: Disconnect(_now, position); break;
            case Act.OldEnd when _epoch > 1: Tell(new SessionEnded(At(_now), _epoch - 1, position)); break;
            case Act.Outage: Suffer(act.Length, position); break;
            case Act.Watch: Watch(); break;
            case Act.Opened: Tell(AlarmOpened.Instance); break;
            case Act.Closed: Tell(AlarmClosed.Instance); break;
            case Act.Restart: Tell(null); break;
        }
    }

    private void Connect(int position)
    {
        _endedAt = null;
        Tell(new SessionBegan(At(_now), ++_epoch, position));
    }

    private void TakeOver(int position)
    {
        Connect(position);
        Tell(new SessionEnded(At(_now), _epoch - 1, position));
    }

    private void Disconnect(int at, int position)
    {
        if (_epoch is 0)
            return;
        _endedAt = At(at);
        Tell(new SessionEnded(At(at), _epoch, position));
    }

    private void Suffer(int length, int position)
    {
        var downSince = _now;
        _now += length;
        Tell(new PlatformResumed(At(downSince), At(_now), Duration.FromSeconds(Grace)));
        if (_endedAt is null)
            Disconnect(length > 4 ? downSince : _now, position);
    }

    private void Watch() => Tell(new WatchBegan(
        At(_now), _epoch > 0 ? new LastSession(_epoch, _endedAt) : null, HadContact: _epoch > 0 || _moments.Count > 0));

    private void Tell(Observation? observation) => _moments.Add(new(_now, observation));

    private static Instant At(int second) => Scenario.Time(second);
}
