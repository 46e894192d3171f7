using System.Globalization;

namespace IotPlatform.Hosting;

/// <summary>What customers on a plan may have.</summary>
/// <param name="Devices">How many devices; null: unlimited.</param>
/// <param name="Messages">How many messages a month are agreed on; null: unlimited.</param>
/// <param name="Days">For how many days telemetry is kept.</param>
public sealed record PlanSettings(string Name, int? Devices, long? Messages, int Days, IReadOnlyList<string> Features);

/// <summary>The plans, and the name of the one for customers that have none of their own.</summary>
public sealed record PlansSettings(IReadOnlyList<PlanSettings> All, string Default)
{
    private const string Section = "Plans";
    private const string DefaultSetting = "Plans__Default";
    private const string Unlimited = "unlimited";
    private const int MostDays = 3_650;
    private static readonly string[] Members = ["Devices", "Days", "Messages", "Features"];
    private static readonly IReadOnlyList<string> Everything =
        ["mqtt", "rules", "alarms", "notifications", "commands", "backtests", "audit"];

    private static readonly IReadOnlyList<PlanSettings> Ours =
    [
        new("free", 10, null, 30, Everything),
        new("starter", 100, null, 90, Everything),
        new("business", 1_000, null, 180, Everything),
        new("enterprise", null, null, 365, Everything),
        new(Unlimited, null, null, 30, Everything),
    ];

    internal static PlansSettings Read(SettingsReader reader)
    {
        var named = reader.Names(Section).Where(name => !name.Equals("Default", StringComparison.OrdinalIgnoreCase)).ToList();
        var all = Ours.Concat(named.Where(name => Ours.All(plan => !Same(plan.Name, name))).Select(name => new PlanSettings(name.ToLowerInvariant(), null, null, 30, Everything)))
            .Select(plan => named.Find(name => Same(plan.Name, name)) is { } name ? Read(reader, name, plan) : plan)
            .ToList();
        var byDefault = reader.Text(DefaultSetting)?.ToLowerInvariant() ?? Unlimited;
        if (all.Exists(plan => plan.Name == byDefault)) return new(all, byDefault);
        reader.Fault(DefaultSetting, $"one of the plans {string.Join(", ", all.Select(plan => plan.Name))}");
        return new(all, Unlimited);
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static PlanSettings Read(SettingsReader reader, string name, PlanSettings plan)
    {
        var prefix = $"{Section}__{name}";
        if (!IsName(plan.Name))
            reader.Fault(prefix, "a plan's name of 1 to 40 letters, digits, - and _ before __Devices, __Days, __Messages or __Features");
        foreach (var unknown in reader.Names(prefix).Where(member => !Members.Contains(member, StringComparer.OrdinalIgnoreCase)))
            reader.Fault($"{prefix}__{unknown}", $"no such setting: a plan has {string.Join(", ", Members)}");
        return plan with
        {
            Devices = (int?)Limit(reader, $"{prefix}__Devices", plan.Devices, int.MaxValue),
            Messages = Limit(reader, $"{prefix}__Messages", plan.Messages, long.MaxValue),
            Days = reader.Integer($"{prefix}__Days", 1, MostDays) ?? plan.Days,
            Features = reader.Text($"{prefix}__Features") is { } list
                ? [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()]
                : plan.Features,
        };
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static long? Limit(SettingsReader reader, string setting, long? otherwise, long most)
    {
        if (reader.Text(setting) is not { } text) return otherwise;
        if (Same(text, Unlimited)) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit <= most) return limit;
        reader.Fault(setting, $"a whole number from 0 to {most}, or {Unlimited}");
        return otherwise;
    }
}
