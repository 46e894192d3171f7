using IotPlatform.Connectivity;
using IotPlatform.Telemetry;
using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>What every connection needs of the rest of the platform.</summary>
internal sealed record EdgeServices(
    ITelemetryIngest Ingest, ICommandSource Commands, IConnectionLog Log, MqttSessions Sessions, Wills Wills, MqttMetrics Metrics, IClock Clock,
    ILogger<DeviceChannel> Logger);
