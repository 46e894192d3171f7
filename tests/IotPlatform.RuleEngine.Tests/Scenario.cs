using System.Globalization;
using System.Text.Json;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Tests;

/// <summary>One rule on one device; times are seconds from the start, positions count samples from 1.</summary>
internal sealed class Scenario(Rule rule)
{
    private readonly List<Step> _steps = [];
    private long _position;

    public RuleState State { get; private set; } = RuleState.Initial;

    /// <summary>What the engine said to the last observation.</summary>
    public Verdict Last => _steps[^1].Verdict;

    public Grounds Grounds => Last.Grounds!;

    public double? Deadline => _steps[^1].Deadline is { } at ? Seconds(at) : null;

    /// <summary>Every verdict but None, as <c>Trigger ConditionMet @300 #2</c>.</summary>
    public IEnumerable<string> Told => _steps.Where(step => step.Verdict.Grounds is not null).Select(step => Tell(step.Verdict));

    public static string Tell(Verdict verdict) => string.Create(
        CultureInfo.InvariantCulture,
        $"{verdict.Kind} {verdict.Reason} @{Seconds(verdict.Grounds!.At)} #{verdict.Grounds.Position}");

    public Scenario Sample(double at, double value, double? received = null) => Sample(at, Scalar.Of(value), received);

    public Scenario Sample(double at, Scalar value, double? received = null, string key = "temperature") =>
        Observe(new SampleTaken(key, value, Time(at), Time(received ?? at), ++_position), received ?? at);

    public Scenario Record(double at, bool hasValues = true, bool startsMessage = true) =>
        Observe(new RecordReceived(Time(at), ++_position, startsMessage, hasValues), at);

    public Scenario Connect(double at, long epoch = 1) => Observe(new SessionBegan(Time(at), epoch, ++_position), at);

    public Scenario Disconnect(double at, long epoch = 1, bool isTakenOver = false) =>
        Observe(new SessionEnded(Time(at), epoch, ++_position, isTakenOver ? SessionEnded.TakeOver : Duration.Zero), at);

    public Scenario Watch(double at, LastSession? session = null, bool hadContact = true) =>
        Observe(new WatchBegan(Time(at), session, hadContact), at);

    public Scenario Outage(double from, double until, int grace = 30) =>
        Observe(new PlatformResumed(Time(from), Time(until), Duration.FromSeconds(grace)), until);

    public Scenario Timer(double at) => Observe(TimePassed.Instance, at);

    public Scenario Opened(double at) => Observe(AlarmOpened.Instance, at);

    public Scenario Closed(double at) => Observe(AlarmClosed.Instance, at);

    public Scenario Restart()
    {
        State = RoundTrip(State, EngineJson.Options);
        return this;
    }

    public static RuleState RoundTrip(RuleState state, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<RuleState>(JsonSerializer.Serialize(state, options), options)!;

    public static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    public static Instant Time(double seconds) => Rules.Start + Duration.FromSeconds(seconds);

    private static double Seconds(Instant at) => (at - Rules.Start).TotalSeconds;

    private Scenario Observe(Observation observation, double now)
    {
        _steps.AddRange(Engine.Advance(rule, State, observation, Time(now)));
        State = _steps[^1].State;
        return this;
    }
}
