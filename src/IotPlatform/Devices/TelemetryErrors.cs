using IotPlatform.Platform;
using NodaTime;
using Npgsql;

namespace IotPlatform.Devices;

/// <summary>What a device has sent that could not be used, since it was registered.</summary>
public sealed record TelemetryErrors(long BadPayloads, long WrongType, long TooOld, long RefusedPublishes, TelemetryError LastError)
{
    /// <summary>As the device's answer selects them; all null for a device that has made no errors.</summary>
    public const string Columns =
        "e.bad_payloads, e.wrong_type, e.too_old, e.refused_publishes, e.last_at, e.last_topic, e.last_reason, e.last_detail";

    /// <summary>
    /// The table; telemetry's ingest writes it. It has nothing to index but its key, so that updates stay in their pages.
    /// </summary>
    public static readonly SchemaScript Script = new("telemetry errors", """
        create table if not exists iot.telemetry_errors (
          device_key integer primary key,
          bad_payloads bigint not null,
          wrong_type bigint not null,
          too_old bigint not null,
          refused_publishes bigint not null,
          last_at timestamptz not null,
          last_topic text not null,
          last_reason text not null,
          last_detail text not null
        ) with (fillfactor = 70);
        """);

    /// <summary>Both together.</summary>
    public TelemetryErrors Plus(TelemetryErrors more) => new(
        BadPayloads + more.BadPayloads,
        WrongType + more.WrongType,
        TooOld + more.TooOld,
        RefusedPublishes + more.RefusedPublishes,
        more.LastError.At >= LastError.At ? more.LastError : LastError);

    /// <summary>Reads <see cref="Columns"/>, the first of which is <paramref name="first"/>.</summary>
    public static TelemetryErrors? Read(NpgsqlDataReader row, int first) => row.IsDBNull(first) ? null : new(
        row.GetInt64(first), row.GetInt64(first + 1), row.GetInt64(first + 2), row.GetInt64(first + 3), new TelemetryError(
            Instant.FromDateTimeUtc(row.GetDateTime(first + 4)), row.GetString(first + 5), row.GetString(first + 6), row.GetString(first + 7)));
}

/// <summary>The last error of a device: what was wrong, and what to do about it. It shows nothing of the payload but a key.</summary>
public sealed record TelemetryError(Instant At, string Topic, string Reason, string Detail);
