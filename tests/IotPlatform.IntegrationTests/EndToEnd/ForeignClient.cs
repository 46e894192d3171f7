using System.Diagnostics;
using Shouldly;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>
/// Programs of others that speak MQTT: the mosquitto clients, MQTT.js and Eclipse Paho. <c>./iot test</c> sees to it that they are there.
/// </summary>
internal static class ForeignClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Scripts = Path.Combine(OpenApi.CommittedDocument.Root, "tests", "clients");

    /// <summary>Debian's, for which its package of Paho is made, even if there is another one.</summary>
    private static readonly string Python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    /// <summary>Publishes {"q0":0}, {"q1":1} and {"q2":2}, each at its quality of service.</summary>
    /// <param name="client">Which: mosquitto, mqtt.js or paho.</param>
    /// <param name="url">Where to: mqtt, mqtts or ws.</param>
    /// <param name="authority">The file with the certificate to trust.</param>
    public static async Task PublishAsync(string client, string version, Uri url, TestDevice device, string authority)
    {
        string[] arguments = [url.ToString(), version, device.Id, device.Username, device.Password, authority];
        if (client is "mqtt.js") await MustRunAsync("node", [Path.Combine(Scripts, "publish.mjs"), .. arguments]);
        else if (client is "paho") await MustRunAsync(Python, [Path.Combine(Scripts, "publish.py"), .. arguments]);
        else
            for (var qos = 0; qos <= 2; qos++)
                await MustRunAsync("mosquitto_pub",
                    [.. Mosquitto(version, url, device, authority), "-t", $"devices/{device.Id}/telemetry", "-q", $"{qos}", "-m", $$"""{"q{{qos}}":{{qos}}}"""]);
    }

    /// <summary>Subscribes with mosquitto_sub, which ends when it is answered; gives its exit code and what it says.</summary>
    public static Task<(int ExitCode, string Said)> SubscribeAsync(string version, Uri url, TestDevice device, string filter, string authority) =>
        RunAsync("mosquitto_sub", [.. Mosquitto(version, url, device, authority), "-t", filter, "-q", "1", "-E", "-W", "20"]);

    /// <summary>Receives one message with mosquitto_sub; gives its exit code and the message, after its topic.</summary>
    public static Task<(int ExitCode, string Said)> ReceiveAsync(string version, Uri url, TestDevice device, string filter) =>
        RunAsync("mosquitto_sub", [.. Mosquitto(version, url, device, ""), "-t", filter, "-q", "1", "-C", "1", "-W", "20", "-F", "%t %p"]);

    private static string[] Mosquitto(string version, Uri url, TestDevice device, string authority) =>
    [
        "-h", url.Host, "-p", $"{url.Port}", "-V", version is "5" ? "mqttv5" : "mqttv311", "-i", device.Id, "-u", device.Username, "-P", device.Password,
        .. url.Scheme is "mqtts" ? (string[])["--cafile", authority] : [],
    ];

    private static async Task MustRunAsync(string program, string[] arguments)
    {
        var (exitCode, said) = await RunAsync(program, arguments);
        exitCode.ShouldBe(0, $"{program} says: {said}");
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, string.Concat(await said));
    }
}
