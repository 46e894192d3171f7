using System.Net;

namespace IotPlatform.Hosting;

/// <summary>All that an operator can set, read once at start and checked as a whole. docs/operations.md has the table.</summary>
/// <param name="DataDirectory">Absolute path: embedded PostgreSQL, bootstrap key, logs of failed starts (<c>IOT_DATA_DIR</c>).</param>
/// <param name="Postgres">Connection string of an own PostgreSQL; null: the embedded one.</param>
/// <param name="BootstrapApiKey">The first API key; null: a random one.</param>
/// <param name="Http">Where the API listens.</param>
/// <param name="Mqtt">Where devices connect.</param>
/// <param name="Smtp">The mail relay; null: there is none, and email channels fail with that reason.</param>
/// <param name="Sms">The SMS gateway; null: there is none, and SMS channels fail with that reason.</param>
/// <param name="AllowPrivateNetworks">Webhooks may call private addresses and plain http.</param>
/// <param name="RateLimit">How many API requests a key may make.</param>
/// <param name="Cors">Which pages may call the API in a browser.</param>
/// <param name="Monitoring">How the evaluator treats its own absence.</param>
/// <param name="Audit">How events are made tamper-evident.</param>
/// <param name="Plans">What customers may have.</param>
/// <param name="Observability">What those who run it see of it.</param>
public sealed record PlatformSettings(
    string DataDirectory,
    string? Postgres,
    string? BootstrapApiKey,
    HttpSettings Http,
    MqttSettings Mqtt,
    SmtpSettings? Smtp,
    SmsSettings? Sms,
    bool AllowPrivateNetworks,
    RateLimitSettings RateLimit,
    CorsSettings Cors,
    MonitoringSettings Monitoring,
    AuditTrailSettings Audit,
    PlansSettings Plans,
    ObservabilitySettings Observability)
{
    /// <summary>The settings, with defaults for what is not set or wrong, and everything that is wrong.</summary>
    public static (PlatformSettings Settings, IReadOnlyList<SettingFault> Faults) Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration);
        var settings = new PlatformSettings(
            ReadDataDirectory(reader), ReadPostgres(reader), ReadBootstrapApiKey(reader),
            HttpSettings.Read(reader), MqttSettings.Read(reader), SmtpSettings.Read(reader), SmsSettings.Read(reader),
            reader.Flag("Webhooks__AllowPrivateNetworks", false),
            RateLimitSettings.Read(reader), CorsSettings.Read(reader), MonitoringSettings.Read(reader), AuditTrailSettings.Read(reader),
            PlansSettings.Read(reader),
            ObservabilitySettings.Read(reader));
        RefuseSharedPorts(reader, settings);
        return (settings, reader.Faults);
    }

    /// <summary>The settings; a <see cref="StartupException"/> that names every fault if there is any.</summary>
    public static PlatformSettings ReadOrFail(IConfiguration configuration)
    {
        var (settings, faults) = Read(configuration);
        return faults.Count == 0 ? settings : throw new StartupException("The settings are wrong: " + string.Join("; ", faults) + ".");
    }

    /// <summary>No member: two of them are secrets.</summary>
    public override string ToString() => $"{nameof(PlatformSettings)} of {DataDirectory}";

    private static string ReadDataDirectory(SettingsReader reader) =>
        Path.GetFullPath(reader.Text("IOT_DATA_DIR") ?? Path.Combine(Environment.CurrentDirectory, "data"));

    private static string? ReadPostgres(SettingsReader reader)
    {
        const string setting = "ConnectionStrings__Postgres";
        var text = reader.Text(setting);
        if (text is null) return null;
        try
        {
            if (new Npgsql.NpgsqlConnectionStringBuilder(text) is { Host.Length: > 0, Database.Length: > 0 }) return text;
        }
        catch (ArgumentException)
        {
            // Reported below: the text of the exception may quote the password.
        }
        reader.Fault(setting, "a connection string such as Host=db;Database=iot;Username=iot;Password=...", secret: true);
        return null;
    }

    private static string? ReadBootstrapApiKey(SettingsReader reader)
    {
        const string setting = "IOT_BOOTSTRAP_API_KEY";
        var key = reader.Text(setting);
        if (key is null || (key.Length is >= 8 and <= 200 && key.All(c => c is > ' ' and < '\u007f'))) return key;
        reader.Fault(setting, "8 to 200 printable ASCII characters without spaces", secret: true);
        return null;
    }

    private static void RefuseSharedPorts(SettingsReader reader, PlatformSettings settings)
    {
        if (settings.Mqtt.Port != 0 && settings.Mqtt.Port == settings.Http.Port)
            reader.Fault("Mqtt__Port", $"another port than Http__Port ({settings.Http.Port})");
        if (settings.Mqtt.Tls is { Port: not 0 } tls && (tls.Port == settings.Http.Port || tls.Port == settings.Mqtt.Port))
            reader.Fault("Mqtt__TlsPort", "another port than Http__Port and Mqtt__Port");
        int?[] taken = [settings.Http.Port, settings.Mqtt.Port, settings.Mqtt.Tls?.Port];
        if (settings.Observability.Metrics?.Port is { } metrics and not 0 && taken.Contains(metrics))
            reader.Fault("Metrics__Port", "another port than those of HTTP and MQTT");
    }
}

/// <summary>Where the HTTP API listens; port 0 is any free one.</summary>
/// <param name="DrainSeconds">How long it still answers, and says that it is not ready, when the platform is told to stop.</param>
public sealed record HttpSettings(IPAddress Address, int Port, int DrainSeconds = 0)
{
    internal static HttpSettings Read(SettingsReader reader) => new(
        reader.Address("Http__Address"), reader.Port("Http__Port") ?? 8080, reader.Integer("Http__DrainSeconds", 0, 300) ?? 0);
}

/// <summary>
/// How many requests an API key may make: a token bucket of <paramref name="Burst"/> that refills at <paramref name="PerMinute"/>.
/// </summary>
public sealed record RateLimitSettings(bool Enabled, int PerMinute, int Burst)
{
    internal static RateLimitSettings Read(SettingsReader reader) => new(
        reader.Flag("RateLimit__Enabled", true),
        reader.Integer("RateLimit__PerMinute", 1, 10_000_000) ?? 1_000,
        reader.Integer("RateLimit__Burst", 1, 1_000_000) ?? 100);
}

/// <summary>How the evaluator treats its own absence.</summary>
/// <param name="RestartGraceSeconds">After a start, devices have so long to report before silence counts against them, in seconds.</param>
public sealed record MonitoringSettings(int RestartGraceSeconds)
{
    internal static MonitoringSettings Read(SettingsReader reader) =>
        new(reader.Integer("Monitoring__RestartGraceSeconds", 0, 86_400) ?? 60);
}

/// <summary>How events are made tamper-evident.</summary>
/// <param name="IsOn">Whether they are at all.</param>
/// <param name="SealSeconds">The time between two seals, in seconds.</param>
/// <param name="PublishUrl">Where seals are sent; null: nowhere but to the log.</param>
public sealed record AuditTrailSettings(bool IsOn, int SealSeconds, Uri? PublishUrl)
{
    internal static AuditTrailSettings Read(SettingsReader reader) => new(
        reader.Flag("Audit__Enabled", true), reader.Integer("Audit__SealSeconds", 1, 86_400) ?? 60, ReadUrl(reader, "Audit__PublishUrl"));

    private static Uri? ReadUrl(SettingsReader reader, string setting)
    {
        if (reader.Text(setting) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http") return url;
        reader.Fault(setting, "a URL such as https://seals.example.com/iot", secret: true);
        return null;
    }
}
