using IotPlatform.RuleEngine.Conditions;
using NodaTime;

namespace IotPlatform.RuleEngine.Tests;

/// <summary>What the engine should make of a device's doings, which come in the order of their receipt.</summary>
internal abstract class DeviceModel(ModelActions actions) : ReferenceAlarms(actions)
{
    private int _from;

    protected override int From => _from;

    public static DeviceModel Of(Condition condition, ModelActions actions) => condition switch
    {
        MissingData rule => new MissingDataModel(rule.Field, Seconds(rule.Timeout!.Value), actions),
        Offline rule => new OfflineModel(Seconds(rule.Timeout), actions),
        MessageRate rule => new MessageRateModel(Seconds(rule.Window), rule.MaxMessages, rule.MinMessages, actions),
        ReconnectRate rule => new ReconnectRateModel(Seconds(rule.Window), rule.MaxReconnects, actions),
        _ => throw new NotSupportedException(),
    };

    public void Observe(Observation? observation, int now)
    {
        switch (observation)
        {
            case TimePassed: Pass(now); break;
            case AlarmOpened: Opened(now); break;
            case AlarmClosed: Closed(now); break;
            case PlatformResumed resumed:
                Pass(Second(resumed.DownSince));
                Resume(Second(resumed.At), Seconds(resumed.Grace));
                break;
            case WatchBegan watch: Watch(watch, Second(watch.At)); break;
            case not null: Take(observation); break;
        }
    }

    protected abstract void Take(Observation observation);

    protected abstract void Watch(WatchBegan watch, int at);

    protected abstract void Resume(int at, int grace);

    protected void Pass(int until)
    {
        LetSecondsPass(until);
        _from = Math.Max(_from, until);
    }

    protected static int Second(Instant at) => Seconds(at - Rules.Start);

    protected static int Seconds(Duration duration) => (int)duration.TotalSeconds;
}
