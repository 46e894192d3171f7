namespace IotPlatform.Benchmarks.Load;

/// <summary>A registered device and its MQTT credentials.</summary>
internal sealed record Device(string Id, string UserName, string Password)
{
    public string Topic => $"devices/{Id}/telemetry";
}
