using IotPlatform.IntegrationTests.EndToEnd;
using IotPlatform.IntegrationTests.Notifications.Senders;
using IotPlatform.IntegrationTests.Telemetry;
using Xunit;

namespace IotPlatform.IntegrationTests.Observability;

/// <summary>
/// The platform as operators watch it: a process that has had a messy run behind it, its metrics, its logs as JSON, and what it sent to a
/// receiver of OTLP.
/// </summary>
public sealed class WatchedPlatform : IAsyncLifetime
{
    private const string DatabasePassword = "hush-database";
    private const string MailPassword = "hush-mail";
    private const string CollectorKey = "hush-collector";

    private readonly ScratchPostgres _postgres = new();
    private readonly string _data = TestFolder.NewPath();
    private PlatformProcess _platform = null!;
    private HttpSink _receiver = null!;

    internal MessyRun Run { get; private set; } = null!;

    /// <summary>All that it has written.</summary>
    public string Output => _platform.Output;

    internal OtlpRequests Exported => new(_receiver.Requests);

    /// <summary>The metrics as they are now.</summary>
    public Task<string> MetricsAsync() => MetricsText.ReadAsync(_platform.Http);

    /// <summary>Sends any request.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _platform.Http.SendAsync(request);

    /// <summary>The API, for one request more.</summary>
    public ApiClient Api => _platform.Api;

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _receiver = await HttpSink.StartAsync();
        _platform = await PlatformProcess.StartAsync(
            _data,
            ("ConnectionStrings__Postgres", $"{await _postgres.CreateDatabaseAsync()};Password={DatabasePassword}"),
            ("Smtp__Host", "127.0.0.1"), ("Smtp__Port", "9"), ("Smtp__From", "a@example.com"), ("Smtp__User", "u"), ("Smtp__Password", MailPassword),
            ("Webhooks__AllowPrivateNetworks", "true"), ("Logging__Format", "json"),
            ("Otlp__Endpoint", $"http://127.0.0.1:{_receiver.Port}"), ("Otlp__Protocol", "http"), ("Otlp__SampleRatio", "1"),
            ("Otlp__Headers", $"x-key={CollectorKey}"), ("OTEL_BSP_SCHEDULE_DELAY", "200"));
        Run = new(_platform, [DatabasePassword, MailPassword, CollectorKey, (await File.ReadAllTextAsync(_platform.KeyFile)).Trim()]);
        await Run.GoAsync();
    }

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        await _receiver.DisposeAsync();
        await _postgres.DisposeAsync();
        TestFolder.Remove(_data);
    }
}

/// <summary>Tests on the watched platform share it and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class WatchedPlatformTests : ICollectionFixture<WatchedPlatform>
{
    public const string Name = "watched platform";
}
