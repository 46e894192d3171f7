using System.Collections.Concurrent;
using IotPlatform.Alarms;
using IotPlatform.Platform;

namespace IotPlatform.Monitoring;

/// <summary>What an alarm is about: at most one open alarm has the same.</summary>
public readonly record struct AlarmSubject(string Customer, string RuleId, string DeviceId);

/// <summary>Which rules have an open alarm on which devices, so that an evaluation that starts afresh knows of it.</summary>
public sealed class OpenAlarmIndex
{
    private readonly ConcurrentDictionary<AlarmSubject, string> _open = new();
    private readonly ConcurrentDictionary<(string Customer, string AlarmId), AlarmSubject> _whose = new();

    /// <summary>Whether the rule has an open alarm on the device.</summary>
    public bool IsOpen(AlarmSubject whose) => _open.ContainsKey(whose);

    /// <summary>Takes in an alarm that is open at the start.</summary>
    public void Load(string customer, OpenAlarm alarm) => Open(customer, alarm.Id, alarm.RuleId, alarm.DeviceId);

    /// <summary>Takes in what has just been committed; returns the transitions that came from outside the evaluator.</summary>
    public IReadOnlyList<(AlarmSubject Whose, bool IsOpen)> Take(CommittedEvents committed)
    {
        List<(AlarmSubject, bool)> transitions = [];
        foreach (var e in committed.Events)
        {
            switch (e.Data)
            {
                case AlarmTriggered triggered:
                    Open(committed.Customer, triggered.Id, triggered.RuleId, triggered.DeviceId);
                    break;
                case AlarmReopened reopened:
                    transitions.Add((Open(committed.Customer, reopened.Id, reopened.RuleId, reopened.DeviceId), true));
                    break;
                case AlarmResolved resolved when _whose.TryRemove((committed.Customer, resolved.Id), out var whose):
                    _open.TryRemove(whose, out _);
                    if (resolved.Resolution is not AlarmResolution.Auto) transitions.Add((whose, false));
                    break;
            }
        }
        return transitions;
    }

    private AlarmSubject Open(string customer, string alarmId, string ruleId, string deviceId)
    {
        var whose = new AlarmSubject(customer, ruleId, deviceId);
        _open[whose] = alarmId;
        _whose[(customer, alarmId)] = whose;
        return whose;
    }
}
