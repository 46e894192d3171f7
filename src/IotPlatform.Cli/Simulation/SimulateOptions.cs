using System.CommandLine;
using IotPlatform.Cli.Files;
using IotPlatform.Cli.Simulation.Faults;
using IotPlatform.Cli.Simulation.Plan;
using IotPlatform.Cli.Simulation.Signals;

namespace IotPlatform.Cli.Simulation;

/// <summary>Options that describe the fleet and what it sends.</summary>
internal sealed class SimulateOptions
{
    private const string Events = "events/";

    private static readonly string[] UsualSignals = ["temperature=sine:20..30/10m", "humidity=random-walk:40..60"];

    private readonly Option<int> _devices = new Option<int>("--devices")
    {
        Description = "How many devices, 50,000 at most; 100 without it",
        HelpName = "N",
        DefaultValueFactory = _ => 100,
    }.Taking(devices => devices is >= 1 and <= 50_000, "1 to 50,000");

    private readonly Option<double?> _rate = new Option<double?>("--rate")
    {
        Description = "Messages a second of the whole fleet",
        HelpName = "N",
    }.Taking(rate => rate > 0, "a number above 0");

    private readonly Option<string?> _every = new("--every")
    {
        Description = "How long each device waits between its messages; 10s without it and --rate",
        HelpName = "TIME",
    };

    private readonly Option<string?> _duration = new("--duration") { Description = "How long; until Ctrl+C without it", HelpName = "TIME" };
    private readonly Option<long?> _messages = new Option<long?>("--messages")
    {
        Description = "How many messages of the whole fleet",
        HelpName = "N",
    }.Taking(messages => messages >= 1, "1 or more");

    private readonly Option<string> _prefix = new("--prefix")
    {
        Description = "What the devices' ids begin with; sim- without it",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "sim-",
    };

    private readonly Option<string> _topic = new("--topic")
    {
        Description = "Where they publish, below devices/ID/: telemetry without it, or events/...",
        HelpName = "TOPIC",
        DefaultValueFactory = _ => "telemetry",
    };

    private readonly Option<int?> _seed = new("--seed") { Description = "The same seed, the same data; 1 without it", HelpName = "N" };
    private readonly Option<string[]> _signals = new("--signal")
    {
        Description = $"What they measure; may be given again. {SignalText.Grammar}",
        HelpName = "SIGNAL",
    };

    private readonly Option<string[]> _faults = new("--fault")
    {
        Description = $"What goes wrong; may be given again. {FaultText.Grammar}",
        HelpName = "FAULT",
    };

    private readonly Option<string?> _scenario = new("--scenario")
    {
        Description = "A YAML file with classes of devices, in place of --devices, --rate, --every, --topic, --signal and --fault",
        HelpName = "FILE",
    };

    public void AddTo(Command verb)
    {
        Option[] options = [_devices, _rate, _every, _duration, _messages, _prefix, _topic, _signals, _faults, _scenario, _seed];
        foreach (var option in options) verb.Add(option);
    }

    /// <summary>The plan that they describe.</summary>
    public FleetPlan Plan(ParseResult parsed)
    {
        var (seed, classes) = parsed.GetValue(_scenario) is { } file
            ? Scenario.Read(TextOf(file), parsed.GetValue(_prefix)!)
            : (null, [ClassOf(parsed)]);
        foreach (var kind in classes) Check(kind);
        var end = parsed.GetValue(_duration) is { } duration ? TimeText.DurationOrRefuse("--duration", duration) : TimeSpan.MaxValue;
        return new FleetPlan(classes, parsed.GetValue(_seed) ?? seed ?? 1, end, parsed.GetValue(_messages));
    }

    private static void Check(DeviceClass kind)
    {
        if (kind.Every < TimeSpan.FromMilliseconds(1))
            throw new RefusedException("A device can't send more than 1,000 messages a second: say more --devices, or less --rate");
        if (kind.Topic is "telemetry" or "status" || (kind.Topic.StartsWith(Events, StringComparison.Ordinal) && kind.Topic != Events))
            return;
        throw new RefusedException(
            $"The topic '{kind.Topic}' is none that takes objects: telemetry, status, or one that begins with {Events}");
    }

    private DeviceClass ClassOf(ParseResult parsed)
    {
        var (count, rate, every) = (parsed.GetValue(_devices), parsed.GetValue(_rate), parsed.GetValue(_every));
        if (rate is not null && every is not null) throw new RefusedException("Say either --rate or --every");
        var signals = parsed.GetValue(_signals) is { Length: > 0 } said ? said : UsualSignals;
        return new DeviceClass(
            parsed.GetValue(_prefix)!, count,
            rate is { } perSecond ? TimeSpan.FromSeconds(count / perSecond) : TimeText.DurationOrRefuse("--every", every ?? "10s"),
            parsed.GetValue(_topic)!, [.. signals.Select(SignalText.Read)], [.. (parsed.GetValue(_faults) ?? []).Select(FaultText.Read)]);
    }

    private static string TextOf(string file)
    {
        using var text = new StreamReader(InFile.Open(file));
        return text.ReadToEnd();
    }
}
