namespace IotPlatform.RuleEngine.Tests;

/// <summary>A rule <c>value > 10</c> on one datapoint, in whole numbers and seconds.</summary>
internal sealed record ModelRule(
    int Duration, int Consecutive, int? ClearValue, int ClearDuration, int ClearConsecutive,
    int Cooldown, bool AutoResolve, bool CreatesAlarm);

/// <summary>
/// What the engine should do, written to be believed at sight: it keeps the whole history, and instead of deadlines it looks at every
/// second that passes, from the earliest on, each time anew.
/// </summary>
internal sealed class ReferenceModel(ModelRule rule)
{
    private enum Debt { None, AtCooldownEnd, AtNextBreach }

    private readonly List<(int At, int Value, int Position)> _history = [];
    private bool? _met;
    private int _firstOfFiring;
    private bool _alarmOpen;
    private Debt _debt;
    private int? _triggeredAt;
    private int _lastVerdictAt = int.MinValue;

    public List<string> Told { get; } = [];

    public bool IsFiring => _met is true;

    public bool AlarmOpen => _alarmOpen;

    public void LetSecondsPass(int until)
    {
        for (var second = -20; second <= until; second++)
        {
            LookAtRuns(second);
            if (_debt is Debt.AtCooldownEnd && second >= _triggeredAt + rule.Cooldown)
                Trigger("CooldownOver", second);
        }
    }

    public void Sample(int at, int receivedAt, int value, int position)
    {
        at = Math.Min(at, receivedAt);
        LetSecondsPass(at);
        if (_history.Count > 0 && (at < _history[^1].At || (at, value) == (_history[^1].At, _history[^1].Value)))
            return;

        _history.Add((at, value, position));
        if (_met is true && Breaches(value) && _debt is not Debt.None && !IsCooling(Math.Max(at, _lastVerdictAt)))
            Trigger(_debt is Debt.AtCooldownEnd ? "CooldownOver" : "StillBreaching", at);
        LookAtRuns(at);
    }

    public void Opened(int now)
    {
        LetSecondsPass(now);
        if (rule.CreatesAlarm)
            (_alarmOpen, _debt) = (true, Debt.None);
    }

    public void Closed(int now)
    {
        LetSecondsPass(now);
        if (_alarmOpen && _met is true)
            _debt = IsCooling(now) ? Debt.AtCooldownEnd : Debt.AtNextBreach;
        _alarmOpen = false;
    }

    private static bool Breaches(int value) => value > 10;

    private bool Clears(int value) => value <= (rule.ClearValue ?? 10);

    private bool IsCooling(int at) => at < _triggeredAt + rule.Cooldown;

    private void LookAtRuns(int second)
    {
        var breaching = LastRun(Breaches);
        var clearing = LastRun(Clears);

        if (_met is not true && breaching.Count >= rule.Consecutive && second - breaching[0].At >= rule.Duration)
        {
            (_met, _firstOfFiring) = (true, breaching[0].Position);
            if (_alarmOpen)
                Tell("Retrigger", "ConditionMet", second, LastBreach(), BreachesOfFiring());
            else if (IsCooling(Math.Max(second, _lastVerdictAt)))
                _debt = Debt.AtCooldownEnd;
            else
                Trigger("ConditionMet", second);
        }

        if (_met is not false && clearing.Count >= rule.ClearConsecutive && second - clearing[0].At >= rule.ClearDuration)
        {
            (_met, _debt) = (false, Debt.None);
            if (_alarmOpen && rule.AutoResolve)
            {
                _alarmOpen = false;
                Tell("Resolve", "Cleared", second, clearing[^1].Position, clearing.Count);
            }
        }
    }

    private List<(int At, int Value, int Position)> LastRun(Predicate<int> means)
    {
        var first = _history.FindLastIndex(sample => !means(sample.Value)) + 1;
        return _history[first..];
    }

    private void Trigger(string reason, int at)
    {
        Tell("Trigger", reason, at, LastBreach(), BreachesOfFiring());
        (_alarmOpen, _debt, _triggeredAt) = (rule.CreatesAlarm, Debt.None, _lastVerdictAt);
    }

    private void Tell(string kind, string reason, int at, int position, int count)
    {
        _lastVerdictAt = Math.Max(at, _lastVerdictAt);
        Told.Add($"{kind} {reason} @{_lastVerdictAt} #{position} x{count}");
    }

    private int LastBreach() => _history.Last(sample => Breaches(sample.Value)).Position;

    private int BreachesOfFiring() => _history.Count(sample => sample.Position >= _firstOfFiring && Breaches(sample.Value));
}
