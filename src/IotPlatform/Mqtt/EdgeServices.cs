using IotPlatform.Connectivity;
using IotPlatform.Telemetry;
using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>What every connection needs of the rest of the platform.</summary>
internal sealed record EdgeServices(
    ITelemetryIngest Ingest, IConnectionLog Log, MqttSessions Sessions, MqttMetrics Metrics, IClock Clock, ILogger<DeviceChannel> Logger);
