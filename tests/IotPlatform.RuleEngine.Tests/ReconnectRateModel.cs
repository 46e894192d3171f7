namespace IotPlatform.RuleEngine.Tests;

/// <summary>What the engine should make of how often a device connects.</summary>
internal sealed class ReconnectRateModel(int window, int max, ModelActions actions) : DeviceModel(actions)
{
    private readonly List<(int At, bool IsExcused)> _connects = [];
    private long _epoch;
    private bool _isNextExcused;
    private long _position;

    protected override void Take(Observation observation)
    {
        if (observation is not SessionBegan began)
            return;
        var at = Second(began.At);
        Pass(at);
        if (began.Epoch <= _epoch)
            return;
        _connects.Add((at, _isNextExcused));
        (_epoch, _position, _isNextExcused) = (began.Epoch, began.Position, false);
        if (Met is true)
            SeeItHold(at);
        else if (Reconnects(at) > max)
            BecomeMet(at);
    }

    protected override void Watch(WatchBegan watch, int at) { }

    protected override void Resume(int at, int grace) => _isNextExcused = _connects.Count > 0;

    protected override void LookAt(int second)
    {
        var isWholeWindow = _connects.Count > 0 && _connects[0].At + window <= second;
        if ((Met is true || (Met is null && isWholeWindow)) && Reconnects(second) <= max)
            BecomeClear(second);
    }

    protected override string Proof(int at) => $"#{_position} x{Math.Min(Reconnects(at), max + 1)}";

    private int Reconnects(int second) => _connects
        .Where(connect => connect.At > second - window && connect.At <= second)
        .Skip(1).Count(connect => !connect.IsExcused);
}
