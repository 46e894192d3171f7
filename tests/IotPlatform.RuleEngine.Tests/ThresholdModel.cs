namespace IotPlatform.RuleEngine.Tests;

/// <summary>A rule <c>value > 10</c> on one datapoint, in whole numbers and seconds.</summary>
internal sealed record ModelRule(
    int Duration, int Consecutive, int? ClearValue, int ClearDuration, int ClearConsecutive, ModelActions Actions);

/// <summary>What the engine should make of a threshold.</summary>
internal sealed class ThresholdModel(ModelRule rule) : ReferenceAlarms(rule.Actions)
{
    private readonly List<(int At, int Value, int Position)> _history = [];
    private int _firstOfFiring;
    private int _heldUntil = int.MinValue;

    public void Sample(int at, int receivedAt, int value, int position)
    {
        at = Math.Min(at, receivedAt);
        LetSecondsPass(at, byTimer: false);
        if (_history.Count > 0 && (at < _history[^1].At || (at, value) == (_history[^1].At, _history[^1].Value)))
            return;

        _history.Add((at, value, position));
        if (Met is true && Breaches(value))
            SeeItHold(at);
        LookAt(at);
    }

    public void Resume(int at, int grace)
    {
        if (_history.Count > 0)
            _heldUntil = at + grace;
    }

    protected override void LookAt(int second)
    {
        var breaching = LastRun(Breaches);
        var clearing = LastRun(Clears);

        if (Met is not true && breaching.Count >= rule.Consecutive && IsOver(second, breaching[0].At + rule.Duration))
        {
            _firstOfFiring = breaching[0].Position;
            BecomeMet(IsTimer ? breaching[0].At + rule.Duration : second);
        }

        if (Met is not false && clearing.Count >= rule.ClearConsecutive && IsOver(second, clearing[0].At + rule.ClearDuration))
            BecomeClear(IsTimer ? clearing[0].At + rule.ClearDuration : second);
    }

    private bool IsOver(int second, int end) => second >= end && !(IsTimer && second < _heldUntil);

    protected override string Proof(int at) => Met is true
        ? $"#{LastBreach()} x{BreachesOfFiring()}"
        : $"#{LastRun(Clears)[^1].Position} x{LastRun(Clears).Count}";

    private static bool Breaches(int value) => value > 10;

    private bool Clears(int value) => value <= (rule.ClearValue ?? 10);

    private List<(int At, int Value, int Position)> LastRun(Predicate<int> means)
    {
        var first = _history.FindLastIndex(sample => !means(sample.Value)) + 1;
        return _history[first..];
    }

    private int LastBreach() => _history.Last(sample => Breaches(sample.Value)).Position;

    private int BreachesOfFiring() => _history.Count(sample => sample.Position >= _firstOfFiring && Breaches(sample.Value));
}
