namespace IotPlatform.RuleEngine.Tests;

/// <summary>What a rule does when its condition is met or cleared, in whole seconds.</summary>
internal sealed record ModelActions(int Cooldown, bool AutoResolve, bool CreatesAlarm);

/// <summary>
/// What the engine should do about alarms, written to be believed at sight. Models of conditions derive from it: they keep the whole
/// history, and instead of deadlines they look at every second that passes, from the earliest on, each time anew.
/// </summary>
internal abstract class ReferenceAlarms(ModelActions actions)
{
    private enum Debt { None, AtCooldownEnd, AtNextBreach }

    private Debt _debt;
    private int? _triggeredAt;
    private int _lastVerdictAt = int.MinValue;

    public List<string> Told { get; } = [];

    /// <summary>Null while undecided.</summary>
    public bool? Met { get; private set; }

    public bool AlarmOpen { get; private set; }

    /// <summary>Whether seconds pass by the clock, and not because a sample shows that they have.</summary>
    protected bool IsTimer { get; private set; }

    public void LetSecondsPass(int until, bool byTimer = true)
    {
        IsTimer = byTimer;
        for (var second = From; second <= until; second++)
        {
            LookAt(second);
            if (_debt is Debt.AtCooldownEnd && _triggeredAt + actions.Cooldown is { } end && second >= end)
                Trigger("CooldownOver", end);
        }

        IsTimer = false;
    }

    public void Opened(int now)
    {
        LetSecondsPass(now);
        if (actions.CreatesAlarm)
            (AlarmOpen, _debt) = (true, Debt.None);
    }

    public void Closed(int now)
    {
        LetSecondsPass(now);
        if (AlarmOpen && Met is true)
            _debt = IsCooling(now) ? Debt.AtCooldownEnd : Debt.AtNextBreach;
        AlarmOpen = false;
    }

    /// <summary>No sample is older.</summary>
    protected virtual int From => -20;

    /// <summary>What comes about by itself at that second.</summary>
    protected abstract void LookAt(int second);

    /// <summary>What the verdict rests on: the position, and how much there was of it.</summary>
    protected abstract string Proof(int at);

    protected void BecomeMet(int at)
    {
        Met = true;
        if (AlarmOpen)
            Tell("Retrigger", "ConditionMet", at);
        else if (IsCooling(Math.Max(at, _lastVerdictAt)))
            _debt = Debt.AtCooldownEnd;
        else
            Trigger("ConditionMet", at);
    }

    protected void BecomeClear(int at)
    {
        (Met, _debt) = (false, Debt.None);
        if (!AlarmOpen || !actions.AutoResolve)
            return;
        AlarmOpen = false;
        Tell("Resolve", "Cleared", at);
    }

    /// <summary>Something was seen that shows the condition to be met still.</summary>
    protected void SeeItHold(int at)
    {
        if (_debt is not Debt.None && !IsCooling(Math.Max(at, _lastVerdictAt)))
            Trigger(_debt is Debt.AtCooldownEnd ? "CooldownOver" : "StillBreaching", at);
    }

    private bool IsCooling(int at) => at < _triggeredAt + actions.Cooldown;

    private void Trigger(string reason, int at)
    {
        Tell("Trigger", reason, at);
        (AlarmOpen, _debt, _triggeredAt) = (actions.CreatesAlarm, Debt.None, _lastVerdictAt);
    }

    private void Tell(string kind, string reason, int at)
    {
        _lastVerdictAt = Math.Max(at, _lastVerdictAt);
        Told.Add($"{kind} {reason} @{_lastVerdictAt} {Proof(_lastVerdictAt)}");
    }
}
