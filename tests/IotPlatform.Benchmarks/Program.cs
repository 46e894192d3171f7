using System.Runtime.Versioning;
using IotPlatform.Benchmarks;
using IotPlatform.Benchmarks.Baselines;

// By /proc and by epoll.
[assembly: SupportedOSPlatform("linux")]

switch (args.FirstOrDefault())
{
    case HttpBaseline.Verb:
        HttpBaseline.Run();
        return 0;
    case MqttBaseline.Verb:
        MqttBaseline.Run();
        return 0;
    case AckServer.Verb:
        AckServer.Run();
        return 0;
    case "-h" or "--help":
        Console.WriteLine(BenchmarkOptions.Usage);
        return 0;
    default:
        return Runner.Run(args);
}
