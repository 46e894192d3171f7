using System.Net;
using System.Text;
using IotPlatform.Audit;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Audit;

public sealed class proving_what_was_written(PlatformFixture platform) : PlatformTest(platform)
{
    private static readonly Dictionary<long, Hash> Nothing = [];

    [Fact]
    public async Task a_store_that_nobody_touched_is_intact_and_sealed_through_the_last_event()
    {
        await Chronicle.MakeAsync(Customer);
        (await VerifyAsync()).Events.ShouldBeGreaterThan(30);

        await Platform.Get<Sealer>().SealAsync(default);

        var report = await VerifyAsync();
        report.Findings.ShouldBeEmpty();
        (report.Sealed, report.Unsealed, report.Unprotected).ShouldBe((report.Events, 0, 0));
        var last = report.Latest.ShouldHaveSingleItem();
        (await VerifyAsync((last.Number, Hash.Parse(last.Hash)))).IsIntact.ShouldBeTrue();
        (await VerifyAsync((last.Number, Hash.Of([])))).IsIntact.ShouldBeFalse();
    }

    [Fact]
    public async Task seals_that_are_made_while_many_write_leave_no_event_out()
    {
        using var done = new CancellationTokenSource();
        var sealing = SealAgainAndAgainAsync(done.Token);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; i < 15; i++)
            {
                await Customer.RegisterAsync($"w{writer}-{i}");
                (await Api.PatchAsync($"devices/w{writer}-{i % 3}", $$"""{"name":"{{i}}"}""")).Is(200);
            }
        }));
        await done.CancelAsync();
        (await sealing).ShouldBeGreaterThan(2);
        await Platform.Get<Sealer>().SealAsync(default);

        var report = await VerifyAsync();
        report.Findings.ShouldBeEmpty();
        report.Unsealed.ShouldBe(0);
        report.Sealed.ShouldBeGreaterThanOrEqualTo(8 * 15);
    }

    [Fact]
    public async Task an_exported_alarm_is_proved_without_a_database_and_does_not_bear_a_changed_letter()
    {
        var alarm = await Chronicle.MakeAsync(Customer, devices: 5);
        await Platform.Get<Sealer>().SealAsync(default);
        (await Api.PostAsync($"alarms/{alarm}/reopen")).Is(200);
        await Customer.RegisterAsync("later");

        var text = (await Platform.Get<AuditExporter>().ExportAsync(Customer.Id, alarm, 0, default))!.Write();

        var report = FileCheck.Check(AuditFile.Read(text).File!, Nothing);
        report.Findings.ShouldBeEmpty();
        (report.Events, report.Sealed, report.Unsealed).ShouldBe((6, 5, 1));
        var forged = FileCheck.Check(AuditFile.Read(text.Replace("Valve was stuck", "Valve was stuck.")).File!, Nothing);
        forged.Findings.ShouldHaveSingleItem().Message.ShouldContain("version 3");
        var evidence = FileCheck.Check(AuditFile.Read(text.Replace("\"value\": 31,", "\"value\": 30,")).File!, Nothing);
        evidence.IsIntact.ShouldBeFalse("the evidence is held fast too");
    }

    // Seen red: its links without events left out, the file was intact.
    [Fact]
    public async Task an_alarm_whose_end_was_cut_off_is_not_exported_as_if_it_were_whole()
    {
        var alarm = await Chronicle.MakeAsync(Customer, devices: 5);
        await DeleteLastEventAsync(alarm);
        (await Platform.Get<AuditExporter>().ExportAsync(Customer.Id, alarm, 0, default)).ShouldBeNull();
    }

    [Fact]
    public async Task the_latest_seal_is_sent_until_its_receiver_has_taken_it()
    {
        using var receiver = new SealReceiver();
        using var http = new HttpClient();
        var settings = new AuditSettings(true, TimeSpan.FromMinutes(1), receiver.Url);
        var publisher = new SealPublisher(Platform.Get<SealStore>(), http, settings, NullLogger<SealPublisher>.Instance);
        await Customer.RegisterAsync();
        await Platform.Get<Sealer>().SealAsync(default);
        var seal = (await Platform.Get<SealStore>().LatestAsync(Customer.Id, default)).Single().Seal;

        receiver.Answer = HttpStatusCode.ServiceUnavailable;
        await publisher.PublishAsync([seal], default);
        receiver.Answer = HttpStatusCode.NoContent;
        await publisher.PublishAsync([], default);
        await publisher.PublishAsync([], default);

        var own = receiver.Received.Where(body => body.Contains($"\"customer\":\"{Customer.Id}\"")).ToList();
        own.ShouldNotBeEmpty();
        own.ShouldAllBe(body => body.Contains(seal.Digest().ToString()));
        receiver.Taken.Count(body => body.Contains($"\"customer\":\"{Customer.Id}\"")).ShouldBe(1);
    }

    [Fact]
    public async Task an_event_that_does_not_say_what_it_stands_on_is_not_written()
    {
        await using var session = Platform.Get<IDocumentStore>().LightweightSession(Customer.Id);
        session.Events.Append("nowhere", new IotPlatform.Devices.DeviceActivated("nowhere", SystemClock.Instance.GetCurrentInstant()));
        await Should.ThrowAsync<InvalidOperationException>(() => session.SaveChangesAsync());
    }

    private Task<AuditReport> VerifyAsync(params (long Number, Hash Hash)[] published) => Platform.Get<AuditVerifier>()
        .VerifyAsync(new(Customer.Id, null), published.ToDictionary(seal => seal.Number, seal => seal.Hash), default);

    private async Task DeleteLastEventAsync(string stream)
    {
        await using var command = Platform.Get<NpgsqlDataSource>().CreateCommand("""
            delete from iot.mt_events where tenant_id = $1 and stream_id = $2 and version =
              (select max(version) from iot.mt_events where tenant_id = $1 and stream_id = $2)
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = Customer.Id });
        command.Parameters.Add(new NpgsqlParameter { Value = stream });
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
    }

    private async Task<int> SealAgainAndAgainAsync(CancellationToken until)
    {
        var seals = 0;
        while (!until.IsCancellationRequested)
            if ((await Platform.Get<Sealer>().SealAsync(default)).Any(seal => seal.Customer == Customer.Id)) seals++;
        return seals;
    }

    /// <summary>A receiver of seals on a port of its own.</summary>
    private sealed class SealReceiver : IDisposable
    {
        private readonly HttpListener _listener = new();

        public SealReceiver()
        {
            Url = new($"http://127.0.0.1:{EndToEnd.Ports.Next()}/seals/");
            _listener.Prefixes.Add(Url.ToString());
            _listener.Start();
            _ = ReceiveAsync();
        }

        public Uri Url { get; }

        public HttpStatusCode Answer { get; set; } = HttpStatusCode.NoContent;

        public List<string> Received { get; } = [];

        public List<string> Taken { get; } = [];

        public void Dispose() => _listener.Close();

        private async Task ReceiveAsync()
        {
            while (_listener.IsListening)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                var body = await reader.ReadToEndAsync();
                Received.Add(body);
                if (Answer is HttpStatusCode.NoContent) Taken.Add(body);
                context.Response.StatusCode = (int)Answer;
                context.Response.Close();
            }
        }
    }
}
