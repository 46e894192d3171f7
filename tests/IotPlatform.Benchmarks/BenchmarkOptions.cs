using System.Globalization;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks;

/// <summary>What to measure, and for how long.</summary>
internal sealed record BenchmarkOptions
{
    public const string Usage = """
        usage: bench [options]
          --only LIST        some of post,get,list,alarms,mqtt,paced,batch,queries,history,alarm,read,start,idle,rules,silence,audit,notify,rebuild,lag
                             (comma-separated; default: all)
          --seconds N        length of one round (default 0.7)
          --rounds N         rounds of each contender, of which the median counts (default 3)
          --connections N    devices, each with an MQTT connection of its own (default 1000)
          --idle N           devices that are connected and silent, for their memory (default 10000)
          --silent N         devices under a rule about silence, of which a tenth falls silent at once (default 100000)
          --notified N       devices whose alarms are told, all at once (default 2000)
          --rebuilt N        devices, of ten events each, whose read models are rebuilt (default 100000)
          --quick            short rounds, to see that everything works: the numbers mean little
          --baselines-only   without the platform: shows what the baselines and the generator do on this machine
          --platform PATH    the platform's IotPlatform.dll (default: this repository's Release build)
        """;

    public IReadOnlySet<string>? Only { get; init; }

    public double Seconds { get; init; } = 0.7;

    public int Rounds { get; init; } = 3;

    public int Connections { get; init; } = 1000;

    public int IdleConnections { get; init; } = 10_000;

    public int SilentDevices { get; init; } = 100_000;

    public int NotifiedDevices { get; init; } = 2000;

    public int RebuiltDevices { get; init; } = 100_000;

    /// <summary>For how long the platform is watched while nothing happens.</summary>
    public double StillSeconds { get; init; } = 30;

    /// <summary>How often single, unloaded operations are repeated for their percentiles.</summary>
    public int Repetitions { get; init; } = 200;

    public int Restarts { get; init; } = 3;

    public bool BaselinesOnly { get; init; }

    public string PlatformDll { get; init; } = DotNet.PlatformDll();

    /// <exception cref="FormatException">An option is unknown or its value is not what it should be.</exception>
    public static BenchmarkOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchmarkOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--quick" => options with
                {
                    Seconds = 0.3,
                    Rounds = 1,
                    Repetitions = 20,
                    Restarts = 1,
                    IdleConnections = 1000,
                    SilentDevices = 10_000,
                    NotifiedDevices = 200,
                    RebuiltDevices = 2000,
                    StillSeconds = 3,
                },
                "--baselines-only" => options with { BaselinesOnly = true },
                "--only" => options with { Only = Value().Split(',').ToHashSet() },
                "--seconds" => options with { Seconds = Positive() },
                "--rounds" => options with { Rounds = Whole() },
                "--connections" => options with { Connections = Whole() },
                "--idle" => options with { IdleConnections = Whole() },
                "--silent" => options with { SilentDevices = Whole() },
                "--notified" => options with { NotifiedDevices = Whole() },
                "--rebuilt" => options with { RebuiltDevices = Whole() },
                "--platform" => options with { PlatformDll = Path.GetFullPath(Value()) },
                _ => throw new FormatException($"{arguments[i]} is not an option"),
            };

            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{arguments[i - 1]} needs a value");

            int Whole() => Math.Max(1, (int)Positive());

            double Positive() => double.TryParse(Value(), CultureInfo.InvariantCulture, out var number) && number > 0
                ? number : throw new FormatException($"{arguments[i - 1]} needs a number over 0, not {arguments[i]}");
        }
        return options;
    }
}
