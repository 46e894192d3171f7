using System.Globalization;
using System.Net;

namespace IotPlatform.Hosting;

/// <summary>
/// Reads single settings out of the configuration and collects what is wrong with them, so that all faults can be told at once.
/// A blank value counts as not set: compose files hand optional variables down as empty strings.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<SettingFault> _faults = [];

    public IReadOnlyList<SettingFault> Faults => _faults;

    public string? Text(string setting)
    {
        var value = configuration[setting.Replace("__", ":", StringComparison.Ordinal)];
        return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }

    /// <summary>The names of the settings, and of their groups, below a name.</summary>
    public IEnumerable<string> Names(string group) =>
        configuration.GetSection(group.Replace("__", ":", StringComparison.Ordinal)).GetChildren().Select(child => child.Key);

    public void Fault(string setting, string expected, bool secret = false) =>
        _faults.Add(new SettingFault(setting, Text(setting) is { } given ? secret ? SettingFault.Masked : given : null, expected));

    public int? Integer(string setting, int min, int max)
    {
        if (Text(setting) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        Fault(setting, $"a whole number from {min} to {max}");
        return null;
    }

    public double? Fraction(string setting)
    {
        if (Text(setting) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1)
            return value;
        Fault(setting, "a number from 0 to 1");
        return null;
    }

    public int? Port(string setting, int lowest = 0)
    {
        if (Text(setting) is not { } text) return null;
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port >= lowest) return port;
        Fault(setting, lowest == 0 ? "a port from 1 to 65535, or 0 for any free one" : $"a port from {lowest} to 65535");
        return null;
    }

    public bool Flag(string setting, bool otherwise)
    {
        switch (Text(setting)?.ToLowerInvariant())
        {
            case null: return otherwise;
            case "true" or "1" or "yes" or "on": return true;
            case "false" or "0" or "no" or "off": return false;
            default:
                Fault(setting, "true or false");
                return otherwise;
        }
    }

    public IPAddress Address(string setting)
    {
        var text = Text(setting);
        if (text is null) return IPAddress.Any;
        if (text == "localhost") return IPAddress.Loopback;
        if (IPAddress.TryParse(text, out var address)) return address;
        Fault(setting, "an IP address of this machine, such as 0.0.0.0, 127.0.0.1 or ::");
        return IPAddress.Any;
    }

    public TChoice Choice<TChoice>(string setting, TChoice otherwise) where TChoice : struct, Enum
    {
        if (Text(setting) is not { } text) return otherwise;
        foreach (var name in Enum.GetNames<TChoice>())
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase)) return Enum.Parse<TChoice>(name);
        Fault(setting, "one of " + string.Join(", ", Enum.GetNames<TChoice>().Select(name => name.ToLowerInvariant())));
        return otherwise;
    }
}
