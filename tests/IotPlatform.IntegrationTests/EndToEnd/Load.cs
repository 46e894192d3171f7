namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>
/// Devices that publish as fast as they are acknowledged, and remember what was. Every message carries its number <c>n</c>; every tenth
/// breaches the rule, and the one after it does not.
/// </summary>
internal sealed class Load(IReadOnlyList<TestDevice> devices, int port)
{
    // Below what one query of telemetry can answer.
    private const int MaxMessages = 9_000;
    private const int BreachEvery = 10;
    private readonly List<int>[] _acknowledged = [.. devices.Select(_ => new List<int>())];
    private long _total;

    /// <summary>A rule's config by which every tenth message is a firing edge.</summary>
    public const string RuleConfig = """{"field":"v","operator":">","value":0}""";

    /// <summary>How many publishes were acknowledged, by all devices.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>The numbers of the messages that were acknowledged to a device. Only after the load has ended.</summary>
    public IReadOnlyList<int> AcknowledgedTo(int device) => _acknowledged[device];

    /// <summary>How often the rule fires on the messages of these numbers.</summary>
    public static int Edges(IEnumerable<int> stored) => stored.Count(n => n % BreachEvery == 0);

    /// <summary>Publishes until the platform is gone.</summary>
    public Task RunAsync() => Task.WhenAll(devices.Select((device, index) => RunAsync(device, _acknowledged[index])));

    private async Task RunAsync(TestDevice device, List<int> acknowledged)
    {
        await using var connection = await DeviceConnection.OpenAsync(device, port);
        try
        {
            for (var n = 1; n <= MaxMessages; n++)
            {
                await connection.PublishAsync($$"""{"n":{{n}},"v":{{(n % BreachEvery == 0 ? 1 : -1)}}}""");
                acknowledged.Add(n);
                Interlocked.Increment(ref _total);
            }
        }
        catch (Exception fault) when (fault is MQTTnet.Exceptions.MqttCommunicationException or OperationCanceledException)
        {
            // The platform is gone; what was on its way stays unacknowledged.
        }
    }
}
