using System.Globalization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>
/// Too many messages in a sliding window, or too few. It counts by the time of receipt, whatever the messages hold. At least one of the
/// limits is there, and the lower is not above the upper.
/// </summary>
/// <param name="MaxMessages">Met by more than so many.</param>
/// <param name="MinMessages">Met by fewer than so many, once a whole window has passed since the device was first heard of.</param>
public sealed partial record MessageRate(Duration Window, int? MaxMessages, int? MinMessages) : Condition
{
    public const string Name = "message_rate";

    private const int MaxWindow = 86_400;

    private const int MaxLimit = 100_000;

    private static readonly Duration DefaultWindow = Duration.FromSeconds(60);

    public override string RuleType => Name;

    public override Interest Interest => MinMessages is null ? Interest.Records : Interest.Records | Interest.Sessions;

    public override string? Key => null;

    public override bool WatchesSilence => MinMessages is not null;

    internal static MessageRate Read(ConfigReader config)
    {
        var window = config.Seconds(1, MaxWindow, "window_seconds", "window") ?? DefaultWindow;
        if (config.Find("max_messages", "min_messages") is null)
            return ReadOperator(config, window);
        var max = config.Count(0, MaxLimit, "max_messages");
        var min = config.Count(1, MaxLimit, "min_messages");
        if (min > max)
            config.Refuse<object>("config.min_messages", $"must not be greater than max_messages ({max})");
        return new MessageRate(window, max, min);
    }

    private static MessageRate ReadOperator(ConfigReader config, Duration window)
    {
        var (comparison, value) = (config.Find("operator"), config.Find("value"));
        if (comparison is null && value is null)
            config.Refuse<object>("config.max_messages", "is required, or min_messages, or operator with value");
        else if (comparison is null || value is null)
            config.Refuse<object>(comparison is null ? "config.operator" : "config.value", "is required");
        else if (!comparison.Value.TryGetText(out var spelling) || Comparisons.Parse(spelling) is not { } known || !known.IsOrder())
            config.Refuse<object>(comparison, "must be one of: >, >=, <, <=, gt, gte, lt, lte");
        else if (ConfigReader.Number(value) is { } bound && bound <= MaxLimit && (bound > 0 || (bound is 0 && !ExcludesZero(known))))
            return Of(window, known, bound);
        else
            config.Refuse<object>(value, string.Create(
                CultureInfo.InvariantCulture, $"must be a number {(ExcludesZero(known) ? "above 0, up to" : "from 0 to")} {MaxLimit:N0}"));
        return new MessageRate(window, null, null);
    }

    // Messages are whole: > 4.5 is more than 4, and >= 4.5 too.
    private static MessageRate Of(Duration window, Comparison comparison, double bound) => comparison switch
    {
        Comparison.GreaterThan => new(window, (int)Math.Floor(bound), null),
        Comparison.GreaterThanOrEqual => new(window, (int)Math.Ceiling(bound) - 1, null),
        Comparison.LessThan => new(window, null, (int)Math.Ceiling(bound)),
        _ => new(window, null, (int)Math.Floor(bound) + 1),
    };

    // Every count is >= 0, and none is < 0.
    private static bool ExcludesZero(Comparison comparison) => comparison is Comparison.GreaterThanOrEqual or Comparison.LessThan;
}
