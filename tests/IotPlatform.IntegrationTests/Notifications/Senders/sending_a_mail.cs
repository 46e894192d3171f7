using System.Net;
using System.Net.Sockets;
using IotPlatform.IntegrationTests.Mqtt;
using IotPlatform.Notifications;
using MailKit.Security;
using MimeKit;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications.Senders;

public sealed class sending_a_mail : IDisposable
{
    private static readonly EmailConfig Ops = new(["ops@example.com", "night@example.com"], "IoT:");
    private readonly string _folder = Directory.CreateDirectory(TestFolder.NewPath()).FullName;

    public void Dispose() => TestFolder.Remove(_folder);

    private static async Task<SendOutcome> SendAsync(MailRelaySettings relay, EmailConfig? config = null, TimeProvider? time = null)
    {
        await using var platform = new SendingPlatform(mail: relay, time: time);
        return await platform.SendAsync(config ?? Ops);
    }

    private static async Task<SendOutcome> AnsweredAsync(
        RelayBehaviour behaviour, string? user = null, SecureSocketOptions security = SecureSocketOptions.Auto)
    {
        using var relay = await TestRelay.StartAsync(behaviour);
        return await SendAsync(relay.Settings(security, user, user));
    }

    [Fact]
    public async Task one_mail_goes_to_all_recipients_with_a_text_for_each_kind_of_reader()
    {
        using var relay = await TestRelay.StartAsync();
        (await SendAsync(relay.Settings())).ShouldBe(SendOutcome.Sent(250));
        var taken = await relay.NextAsync();
        taken.To.ShouldBe(Ops.Recipients);
        taken.From.ShouldBe("alarms@example.com");
        var mail = taken.Parse();
        mail.Subject.ShouldBe("IoT: [TEST] Freezer 7 (sample): Too warm (sample)");
        mail.From.Mailboxes.Single().Name.ShouldBe("Alarms");
        mail.To.Mailboxes.Select(to => to.Address).ShouldBe(Ops.Recipients);
        mail.MessageId.ShouldBe("019b76da-a800-7000-8000-000000000001@example.com");
        mail.Headers[HeaderId.AutoSubmitted].ShouldBe("auto-generated");
        mail.TextBody.ShouldNotBeNull().ShouldContain("Message: temperature -11.5 °C > -18 °C");
        mail.HtmlBody.ShouldNotBeNull().ShouldContain("temperature -11.5 &#176;C &gt; -18 &#176;C");
    }

    [Theory]
    [InlineData("starttls", SecureSocketOptions.StartTls)]
    [InlineData("starttls", SecureSocketOptions.Auto)]
    [InlineData("tls", SecureSocketOptions.SslOnConnect)]
    public async Task it_is_handed_over_in_secret_to_a_relay_that_knows_the_platform(string offered, SecureSocketOptions security)
    {
        var authority = new TestAuthority(_folder, "relays");
        var (certificate, key) = authority.Issue("127.0.0.1", names => names.AddIpAddress(IPAddress.Loopback), TestAuthority.ForServers);
        using var relay = await TestRelay.StartAsync(new(offered, certificate, key, "me", "secret"));
        var settings = relay.Settings(security, "me", "secret") with
        {
            Trust = (_, theirs, chain, _) =>
            {
                chain!.ChainPolicy.TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust;
                chain.ChainPolicy.CustomTrustStore.AddRange(authority.Trusted);
                return chain.Build((System.Security.Cryptography.X509Certificates.X509Certificate2)theirs!);
            },
        };
        (await SendAsync(settings)).ShouldBe(SendOutcome.Sent(250));
        var taken = await relay.NextAsync();
        (taken.Secure, taken.User).ShouldBe((true, "me"));
        (await SendAsync(settings with { Trust = null })).ShouldBe(
            new(SendResult.Retry, null, "There is no TLS with the mail relay. Check Smtp__Security and its certificate."));
    }

    [Theory]
    [InlineData(535, SendResult.Failed, null, "The mail relay refuses user name or password. Check Smtp__User and Smtp__Password.")]
    [InlineData(454, SendResult.Retry, 454, "The mail relay answered 454: it takes no log-in now.")]
    public async Task a_refused_log_in_is_told(int refusal, SendResult result, int? code, string error) =>
        (await AnsweredAsync(new(User: "me", Password: "secret", Refusal: refusal), "other")).ShouldBe(new(result, code, error));

    [Theory]
    [InlineData(451, SendResult.Retry, "The mail relay answered 451: it does not take the mail now.")]
    [InlineData(452, SendResult.Retry, "The mail relay answered 452: it does not take the mail now.")]
    [InlineData(552, SendResult.Failed, "The mail relay answered 552: it refuses the mail.")]
    [InlineData(554, SendResult.Failed, "The mail relay answered 554: it refuses the mail.")]
    public async Task a_refused_mail_is_tried_again_where_the_relay_says_that_it_may_help(int code, SendResult result, string error) =>
        (await AnsweredAsync(new(Data: code))).ShouldBe(new(result, code, error));

    [Fact]
    public async Task a_refused_sender_is_the_operators_to_mend() =>
        (await AnsweredAsync(new(Sender: 553)))
            .ShouldBe(new(SendResult.Failed, 553, "The mail relay answered 553: it refuses the sender (Smtp__From)."));

    [Theory]
    [InlineData(550, 550, SendResult.Failed, 550)]
    [InlineData(550, 450, SendResult.Retry, 450)]
    public async Task where_no_recipient_is_taken_one_that_may_be_later_counts(int one, int other, SendResult result, int code)
    {
        var outcome = await AnsweredAsync(
            new(Recipients: new Dictionary<string, int> { [Ops.Recipients[0]] = one, [Ops.Recipients[1]] = other }));
        (outcome.Result, outcome.ResponseCode).ShouldBe((result, code));
    }

    [Fact]
    public async Task a_recipient_that_is_not_taken_keeps_the_mail_from_nobody_else()
    {
        using var relay = await TestRelay.StartAsync(new(Recipients: new Dictionary<string, int> { ["ops@example.com"] = 550 }));
        (await SendAsync(relay.Settings())).ShouldBe(new(
            SendResult.Sent, 250, "1 of 2 were not reached. ops@example.com: The mail relay answered 550: it refuses the recipient."));
        (await relay.NextAsync()).To.ShouldBe(["night@example.com"]);
    }

    [Fact]
    public async Task a_relay_without_what_the_settings_ask_for_is_told_as_one()
    {
        const string lacks = "The mail relay lacks what the settings or an address ask for: Smtp__Security, Smtp__User.";
        (await AnsweredAsync(new(), security: SecureSocketOptions.StartTls)).ShouldBe(new(SendResult.Failed, null, lacks));
        (await AnsweredAsync(new(), user: "me")).ShouldBe(new(SendResult.Failed, null, lacks));
    }

    [Fact]
    public async Task a_relay_that_wants_a_log_in_is_told_as_one() =>
        (await AnsweredAsync(new(User: "me", Password: "secret"))).ShouldBe(
            new(SendResult.Failed, null, "The mail relay wants a log-in. Set Smtp__User and Smtp__Password."));

    [Fact]
    public async Task a_relay_that_is_not_there_or_silent_may_answer_later()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var settings = new MailRelaySettings(
            "127.0.0.1", ((IPEndPoint)silent.LocalEndpoint).Port, SecureSocketOptions.Auto, null, null, "alarms@example.com");
        (await SendAsync(settings, time: new HurriedTime()))
            .ShouldBe(new(SendResult.Retry, null, "The mail relay did not answer within 10 seconds."));
        silent.Stop();
        (await SendAsync(settings))
            .ShouldBe(new(SendResult.Retry, null, "The mail relay cannot be reached. Check Smtp__Host and Smtp__Port."));
    }

    [Fact]
    public async Task no_name_and_no_address_adds_a_header_or_a_recipient()
    {
        using var relay = await TestRelay.StartAsync();
        await using var platform = new SendingPlatform(mail: relay.Settings());
        var alarm =
            SendingPlatform.Sample.Alarm! with { DeviceName = "x\r\nBcc: a@example.com\r\n\r\nbody", RuleName = "=?utf-8?q?y?=\n.\n" };
        var config = new EmailConfig(
            ["ops@example.com", "a@example.com, b@example.com", "c@example.com\r\nBcc: d@example.com", "Ops <e@example.com>"], "p\r\nX-Evil: 1");
        (await platform.SendAsync(config, SendingPlatform.Sample with { Alarm = alarm })).Result.ShouldBe(SendResult.Sent);
        var taken = await relay.NextAsync();
        taken.To.ShouldBe(["ops@example.com"]);
        var mail = taken.Parse();
        mail.Headers.Select(header => header.Field).ShouldBe(
            ["From", "Date", "Subject", "Message-Id", "References", "To", "Auto-Submitted", "MIME-Version"], ignoreOrder: true);
        mail.Subject.ShouldStartWith("p X-Evil: 1 [TEST] x Bcc: a@example.com body");
    }

    [Fact]
    public async Task without_a_relay_the_operator_is_told_what_to_set()
    {
        await using var platform = new SendingPlatform();
        (await platform.SendAsync(Ops)).ShouldBe(
            new(SendResult.Failed, null, "No mail relay is configured. Set Smtp__Host and Smtp__From."));
    }
}
