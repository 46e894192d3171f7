using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using IotPlatform.Devices;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>An enabled rule, ready for the engine.</summary>
public sealed class ActiveRule
{
    private readonly Rule _rule;
    private readonly ConcurrentDictionary<Duration, Rule>? _byInterval;
    private volatile string? _unit;

    private ActiveRule(Rule rule, AlarmRule source)
    {
        (_rule, Source) = (rule, source);
        if (rule.Condition.WantsInterval) _byInterval = new();
        Life = LifeOf(source, rule.CreatesAlarm);
        WebhookUrl = Alarms.WebhookUrl.In(source.Config.Parse());
    }

    /// <summary>The rule as its stream tells it.</summary>
    public AlarmRule Source { get; }

    /// <summary>Its id.</summary>
    public string Id => Source.Id;

    /// <summary>What it waits for.</summary>
    public Condition Condition => _rule.Condition;

    /// <summary>What it does when it fires.</summary>
    public RuleActions Actions => _rule.Actions;

    /// <summary>Where its webhooks go; null: to every enabled webhook channel.</summary>
    public string? WebhookUrl { get; }

    /// <summary>What its values are measured in, for messages. Learnt anew when the datapoint changes; no state depends on it.</summary>
    public string? Unit
    {
        get => _unit;
        set => _unit = value;
    }

    /// <summary>Stands for all that gives a state its meaning; a state that was made under another one says nothing.</summary>
    public long Life { get; }

    /// <summary>A rule that is enabled; null for one that is not, or that this version of the platform cannot read.</summary>
    public static ActiveRule? Of(AlarmRule source) => source.IsEnabled && EngineRule.Of(source) is { } rule ? new(rule, source) : null;

    /// <summary>The rule for devices that should report so often; null where nobody says how often.</summary>
    public Rule For(Duration? reportingInterval) => _byInterval is not null && reportingInterval is { } interval
        ? _byInterval.GetOrAdd(interval, known => _rule.For(known))
        : _rule;

    /// <summary>Whether the rule is about the device, as the device is now.</summary>
    public bool Covers(Device device) => device.IsActive && Source.Covers(device);

    private static long LifeOf(AlarmRule source, bool createsAlarm) => BinaryPrimitives.ReadInt64BigEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{(createsAlarm ? '+' : '-')}{source.Config.Text}")));
}
