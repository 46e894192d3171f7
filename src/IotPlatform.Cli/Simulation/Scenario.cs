using IotPlatform.Cli.Simulation.Faults;
using IotPlatform.Cli.Simulation.Plan;
using IotPlatform.Cli.Simulation.Signals;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace IotPlatform.Cli.Simulation;

/// <summary>A fleet in a YAML file: classes of devices, each with its own signals and faults.</summary>
public static class Scenario
{
    private static readonly IDeserializer Yaml =
        new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();

    /// <summary>The classes and the seed that a text describes.</summary>
    public static (int? Seed, IReadOnlyList<DeviceClass> Classes) Read(string text, string prefix)
    {
        try
        {
            var file = Yaml.Deserialize<ScenarioFile?>(text);
            if (file?.Devices is not { Count: > 0 } devices) throw new RefusedException("The scenario has no list 'devices'");
            List<DeviceClass> classes = [.. devices.Select(device => ClassOf(device, prefix))];
            if (classes.CountBy(kind => kind.Prefix).FirstOrDefault(ids => ids.Value > 1).Key is { } twice)
                throw new RefusedException($"Two classes have devices that are called '{twice}...': give each class a name of its own");
            return (file.Seed, classes);
        }
        catch (YamlException fault)
        {
            throw new RefusedException(
                $"The scenario can't be read, line {fault.Start.Line}: {fault.InnerException?.Message ?? fault.Message}");
        }
    }

    private static DeviceClass ClassOf(ScenarioDevices devices, string prefix)
    {
        if (devices.Class is not { Length: > 0 } name)
            throw new RefusedException("Each of the scenario's devices needs a 'class', which is part of their ids");
        if (devices.Count < 1) throw new RefusedException($"The class '{name}' needs a 'count' of 1 or more");
        if (devices.Signals is not { Count: > 0 } signals)
            throw new RefusedException($"The class '{name}' needs 'signals': {SignalText.Grammar}");
        return new DeviceClass(
            $"{prefix}{name}-", devices.Count, TimeText.DurationOrRefuse($"every of the class '{name}'", devices.Every), devices.Topic,
            [.. signals.Select(signal => SignalText.Read($"{signal.Key}={signal.Value}"))],
            [.. (devices.Faults ?? []).Select(FaultText.Read)]);
    }
}

/// <summary>The file.</summary>
public sealed class ScenarioFile
{
    /// <summary>The same seed, the same data.</summary>
    public int? Seed { get; set; }

    /// <summary>The classes.</summary>
    public List<ScenarioDevices>? Devices { get; set; }
}

/// <summary>A class in the file.</summary>
public sealed class ScenarioDevices
{
    /// <summary>Its name, part of the devices' ids.</summary>
    public string? Class { get; set; }

    /// <summary>How many there are.</summary>
    public int Count { get; set; } = 1;

    /// <summary>How long each waits between its messages.</summary>
    public string Every { get; set; } = "10s";

    /// <summary>Where they publish.</summary>
    public string Topic { get; set; } = "telemetry";

    /// <summary>Keys, and how each goes.</summary>
    public Dictionary<string, string>? Signals { get; set; }

    /// <summary>What goes wrong.</summary>
    public List<string>? Faults { get; set; }
}
