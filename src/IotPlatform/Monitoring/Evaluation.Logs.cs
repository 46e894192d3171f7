using IotPlatform.Connectivity;
using IotPlatform.RuleEngine;
using IotPlatform.Telemetry;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>What the logs say, as observations.</summary>
public sealed partial class Evaluation
{
    /// <summary>Evaluates committed records, in their order.</summary>
    public void Take(TelemetryBatch batch)
    {
        foreach (var record in batch.Records)
        {
            var customer = record.Device.Customer;
            if (rules.ObserversOf(customer) is not { } observers || !IsWanted(observers, record)) continue;
            if (roster.Find(customer, record.Device.DeviceId) is { } device && record.Seq > _reached[device.Partition].Telemetry)
                Take(observers, device, record);
        }
    }

    /// <summary>Evaluates a session that began or ended.</summary>
    public void Take(ConnectionChange change)
    {
        var customer = change.Device.Customer;
        if (rules.ObserversOf(customer) is not { } observers || !observers.Has(Topic.Sessions)) return;
        if (roster.Find(customer, change.Device.DeviceId) is not { Facts: { } facts } device) return;
        if (change.Position <= _reached[device.Partition].Sessions) return;
        Observation observation = change.IsConnected
            ? new SessionBegan(change.At, change.Epoch, change.Position)
            : new SessionEnded(change.At, change.Epoch, change.Position, PatienceAfter(change.End!));
        Observe(observers, device, facts, Topic.Sessions, observation, change.At, new(0, change.Position));
    }

    // Most of what devices send is under no rule; finding that out must cost next to nothing.
    private static bool IsWanted(ScopeIndex observers, TelemetryRecord record)
    {
        if (observers.Has(Topic.Records)) return true;
        for (var i = 0; i < record.Samples.Count; i++)
            if (observers.Has(Topic.SamplesOf(record.Samples[i].Key))) return true;
        return false;
    }

    private void Take(ScopeIndex observers, WatchedDevice device, TelemetryRecord record)
    {
        if (device.Facts is not { } facts) return;
        var place = new Position(record.Seq, 0);
        if (observers.Has(Topic.Records))
        {
            var received = new RecordReceived(record.ReceivedAt, record.Seq, record.StartsMessage, record.Samples.Count > 0);
            Observe(observers, device, facts, Topic.Records, received, record.ReceivedAt, place);
        }
        foreach (var sample in record.Samples)
        {
            if (!observers.Has(Topic.SamplesOf(sample.Key))) continue;
            var taken = new SampleTaken(sample.Key, ScalarOf(sample.Value), record.Timestamp, record.ReceivedAt, record.Seq);
            Observe(observers, device, facts, Topic.SamplesOf(sample.Key), taken, record.ReceivedAt, place);
        }
    }

    private Duration PatienceAfter(ConnectionEnd end)
    {
        if (end.IsTakenOver) return SessionEnded.TakeOver;
        return end.IsOfPlatform ? grace.Length : Duration.Zero;
    }

    private static Scalar ScalarOf(SampleValue value) => value.Kind switch
    {
        SampleKind.Text => Scalar.Of(value.Text!),
        SampleKind.Boolean => Scalar.Of(value.Number != 0),
        _ => Scalar.Of(value.Number),
    };
}
