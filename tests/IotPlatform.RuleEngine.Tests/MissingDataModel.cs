namespace IotPlatform.RuleEngine.Tests;

/// <summary>What the engine should make of silence.</summary>
internal sealed class MissingDataModel(string? field, int timeout, ModelActions actions) : DeviceModel(actions)
{
    // The moments that silence can't have begun before.
    private readonly List<int> _beginnings = [];
    private int? _endOfFiring;
    private int _heldUntil = int.MinValue;
    private long _position;

    protected override void Take(Observation observation)
    {
        if (Data(observation) is not var (at, position))
            return;
        Pass(at);
        _position = position;
        _endOfFiring = at;
        if (Met is not false)
            BecomeClear(at);
        _beginnings.Add(at);
    }

    protected override void Watch(WatchBegan watch, int at)
    {
        if (Met is not true)
            _beginnings.Add(at);
    }

    protected override void Resume(int at, int grace)
    {
        if (Met is true || _beginnings.Count is 0)
            return;
        _beginnings.Add(at);
        _heldUntil = at + grace;
    }

    protected override void LookAt(int second)
    {
        var isSilent = _beginnings.Count > 0 && _beginnings.All(at => at <= second - timeout);
        if (Met is not true && isSilent && second >= _heldUntil)
            BecomeMet(second);
    }

    protected override string Proof(int at)
    {
        var end = Met is true ? at : _endOfFiring;
        return $"#{_position} {end - (_beginnings.Count > 0 ? _beginnings.Max() : at)} s";
    }

    private (int At, long Position)? Data(Observation observation) => observation switch
    {
        RecordReceived { HasValues: true } record when field is null => (Second(record.ReceivedAt), record.Position),
        SampleTaken sample when sample.Key == field => (Second(sample.ReceivedAt), sample.Position),
        _ => null,
    };
}
