using System.Globalization;
using System.Text.RegularExpressions;

namespace IotPlatform.Cli.Simulation.Signals;

/// <summary>Reads signals as they are typed: <c>temperature=sine:20..30/10m</c>.</summary>
public static partial class SignalText
{
    /// <summary>What may be typed, for help and refusals.</summary>
    public const string Grammar =
        "KEY=constant:VALUE, KEY=noise:LOW..HIGH, KEY=sine|sawtooth|step:LOW..HIGH/PERIOD, KEY=random-walk:LOW..HIGH[/STEP], "
        + "KEY=counter[:STEP]";

    private static readonly TimeSpan UsualPeriod = TimeSpan.FromMinutes(10);

    /// <summary>The signal, or the end of the verb.</summary>
    public static Signal Read(string text)
    {
        var match = Parts().Match(text);
        return (match.Success ? Of(match) : null)
            ?? throw new RefusedException($"The signal '{text}' can't be read; it is one of {Grammar}");
    }

    private static Signal? Of(Match parts)
    {
        var (key, name, rest) = (parts.Groups["key"].Value, parts.Groups["shape"].Value, parts.Groups["rest"].Value);
        var (low, high) = (Number(parts.Groups["low"].Value), Number(parts.Groups["high"].Value));
        return name switch
        {
            "constant" when low is { } value && high is null && rest.Length == 0 => Make(Shape.Constant, value, value),
            "counter" when high is null && rest.Length == 0 => Make(Shape.Counter, 0, double.PositiveInfinity, step: low ?? 1),
            _ when !(low < high) => null,
            "noise" when rest.Length == 0 => Make(Shape.Noise, low.Value, high.Value),
            "random-walk" => Walk(low.Value, high.Value),
            "sine" => Wave(Shape.Sine, low.Value, high.Value),
            "sawtooth" => Wave(Shape.Sawtooth, low.Value, high.Value),
            "step" => Wave(Shape.Step, low.Value, high.Value),
            _ => null,
        };

        Signal Make(Shape shape, double from, double to, TimeSpan? period = null, double step = 0) =>
            new(key, shape, from, to, period ?? UsualPeriod, step);

        Signal? Wave(Shape shape, double from, double to) =>
            rest.Length == 0 ? Make(shape, from, to)
            : TimeText.ReadDuration(rest) is { Ticks: > 0 } period ? Make(shape, from, to, period)
            : null;

        Signal? Walk(double from, double to) =>
            rest.Length == 0 ? Make(Shape.RandomWalk, from, to, step: (to - from) / 20)
            : Number(rest) is > 0 and var step ? Make(Shape.RandomWalk, from, to, step: step)
            : null;
    }

    // A group that did not match is an empty text.
    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    [GeneratedRegex(
        @"^(?<key>[^=\s]{1,128})=(?<shape>[a-z-]+)(:(?<low>-?[0-9]+(\.[0-9]+)?)(\.\.(?<high>-?[0-9]+(\.[0-9]+)?))?(/(?<rest>.+))?)?$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Parts();
}
