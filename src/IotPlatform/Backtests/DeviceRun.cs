using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using IotPlatform.Telemetry;
using NodaTime;

namespace IotPlatform.Backtests;

/// <summary>
/// One device under the rule, from one observation to the next, as the live evaluator would have taken them: before each, the timers that
/// were due by its receipt.
/// </summary>
public sealed class DeviceRun(BacktestPlan plan, string deviceId, bool hadContact, AlarmList alarms)
{
    private readonly bool _wantsRecords = plan.Rule.Condition.Interest.HasFlag(Interest.Records);
    private readonly bool _wantsSessions = plan.Rule.Condition.Interest.HasFlag(Interest.Sessions);
    private readonly string _key = plan.Rule.Condition.Key ?? "";
    private Rule _rule = plan.Rule;
    private RuleState _state = RuleState.Initial;
    private Instant? _deadline;
    private bool _isCovered;
    private bool _isGone = true;
    private bool _hadContact = hadContact;
    private LastSession? _session;
    private BacktestAlarm? _open;

    /// <summary>How many records were evaluated.</summary>
    public long Samples { get; private set; }

    /// <summary>A record came in.</summary>
    public void Take(HistoryRecord record)
    {
        _hadContact = true;
        if (!_isCovered) return;
        Samples++;
        var receivedAt = Microseconds.ToInstant(record.ReceivedAt);
        if (_wantsRecords) Advance(new RecordReceived(receivedAt, record.Position, record.StartsMessage, record.HasValues), receivedAt);
        if (record.Value is { } value)
            Advance(new SampleTaken(_key, ScalarOf(value), Microseconds.ToInstant(record.Time), receivedAt, record.Position), receivedAt);
    }

    /// <summary>Something else happened.</summary>
    public void Take(Happening happening)
    {
        switch (happening.What)
        {
            case Coverage coverage:
                Change(coverage, happening.At);
                return;
            case SessionBegan session:
                (_session, _hadContact) = (new(session.Epoch, null), true);
                break;
            case SessionEnded session when session.Epoch == _session?.Epoch:
                _session = _session with { EndedAt = session.At };
                break;
        }
        if (!_isCovered) return;
        if (happening.What is PlatformResumed resumed) Resume(resumed, happening.At);
        else if (_wantsSessions) Advance((Observation)happening.What, happening.At);
    }

    /// <summary>The time is over: what was due by then happens, and what is open stays so.</summary>
    public void Finish()
    {
        Pass(plan.To);
        if (_open is not null) alarms.Add(_open);
        _open = null;
    }

    // Without the deadlines that lie in the outage, which the engine moves.
    private void Resume(PlatformResumed resumed, Instant since)
    {
        Pass(since);
        var step = Engine.Step(_rule, _state, resumed, resumed.At);
        (_state, _deadline) = (step.State, step.Deadline);
    }

    private void Change(Coverage coverage, Instant at)
    {
        Pass(at);
        // An activated device could not have a session before: its silence counts from then.
        if (_isGone && coverage.At >= plan.From && _session?.EndedAt < at) _session = _session with { EndedAt = at };
        _isGone = coverage.IsGone;
        if (coverage.IsGone && _open is { } open)
        {
            alarms.Add(open.Resolve(at));
            _open = null;
        }
        _rule = plan.Rule.For(coverage.ReportingInterval);
        if (coverage.IsCovered && !_isCovered) Begin(at);
        _isCovered = coverage.IsCovered;
        _deadline = _isCovered ? Engine.Deadline(_rule, _state) : null;
    }

    private void Begin(Instant at)
    {
        _state = RuleState.Initial;
        if (_open is not null) Step(AlarmOpened.Instance, at);
        if (_rule.Condition.WatchesSilence) Step(new WatchBegan(at, _session, _hadContact), at);
    }

    private void Advance(Observation observation, Instant now)
    {
        Pass(now);
        Step(observation, now);
    }

    private void Pass(Instant now)
    {
        if (_deadline <= now) Step(TimePassed.Instance, now);
    }

    private void Step(Observation observation, Instant now)
    {
        var steps = Engine.Advance(_rule, _state, observation, now, plan.Unit);
        for (var i = 0; i < steps.Count; i++)
            if (steps[i].Verdict.Kind is not VerdictKind.None) Follow(steps[i].Verdict);
        (_state, _deadline) = (steps[^1].State, steps[^1].Deadline);
    }

    private void Follow(Verdict verdict)
    {
        if (verdict.OpensAlarm && _open is null && !alarms.Admits()) return;
        (_open, var closed) = BacktestAlarm.Follow(_open, verdict, Open);
        if (closed is not null) alarms.Add(closed);
    }

    private BacktestAlarm Open(Verdict verdict) => new(
        deviceId, _rule.Severity, verdict.Grounds!.Message, verdict.Grounds.At, null, 1, FiringDetails.Of(plan.Source, verdict));

    private static Scalar ScalarOf(SampleValue value) => value.Kind switch
    {
        SampleKind.Text => Scalar.Of(value.Text!),
        SampleKind.Boolean => Scalar.Of(value.Number != 0),
        _ => Scalar.Of(value.Number),
    };
}
