using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;

namespace IotPlatform.IntegrationTests.Mqtt;

/// <summary>A client that others wrote, over TLS.</summary>
internal static class Mosquitto
{
    /// <summary>Publishes a status as the device. Gives what it complains of; nothing when the message was acknowledged.</summary>
    public static async Task<string> PublishAsync(
        string folder, X509Certificate2 server, int port, string deviceId, (string Certificate, string Key)? certificate, params string[] more)
    {
        var trusted = Path.Combine(folder, "server.pem");
        await File.WriteAllTextAsync(trusted, server.ExportCertificatePem());
        string[] own = certificate is var (file, key) ? ["--cert", file, "--key", key] : [];
        using var process = Process.Start(new ProcessStartInfo(
            "mosquitto_pub",
            [
                "-h", "127.0.0.1", "-p", $"{port}", "--cafile", trusted, "--insecure", "-i", deviceId, "-q", "1",
                "-t", $"devices/{deviceId}/status", "-m", "on", .. own, .. more,
            ])
        { RedirectStandardError = true })!;
        var complaints = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            return "It does not get in.";
        }

        return process.ExitCode is 0 ? "" : $"{process.ExitCode}: {await complaints}";
    }
}
