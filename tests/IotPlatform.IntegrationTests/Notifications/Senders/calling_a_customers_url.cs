using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IotPlatform.Notifications;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications.Senders;

/// <summary>No URL leads the platform to its neighbours, and no receiver can hold it up.</summary>
public sealed class calling_a_customers_url
{
    // Global unicast by its form, given back by its owners and routed nowhere.
    private const string Nowhere = "3ffe::1";

    private static readonly SendOutcome Blocked =
        new(SendResult.Failed, null, "The URL's host resolves to a private address. Use one that is public.");

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("0")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[64:ff9b::127.0.0.1]")]
    [InlineData("localhost")]
    public async Task what_is_this_machine_itself_is_not_called(string host)
    {
        await using var sink = await HttpSink.StartAsync();
        await using var platform = new SendingPlatform(allowPrivateNetworks: false);
        (await platform.PostAsync(sink.Url(host))).ShouldBe(Blocked);
        sink.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.0.1")]
    [InlineData("198.18.0.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("2001:0:a00:1::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:a00:1::")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public async Task a_name_that_leads_into_a_private_network_is_not_called(string address)
    {
        await using var platform = new SendingPlatform(allowPrivateNetworks: false, SendingPlatform.To(address));
        (await platform.PostAsync("http://receiver.example/hook")).ShouldBe(Blocked);
    }

    [Fact]
    public async Task of_a_names_addresses_the_private_ones_are_not_called()
    {
        await using var sink = await HttpSink.StartAsync();
        await using var platform = new SendingPlatform(false, SendingPlatform.To("127.0.0.1", Nowhere, "::ffff:127.0.0.1"));
        (await platform.PostAsync(sink.Url("receiver.example"))).Result.ShouldBe(SendResult.Retry);
        sink.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_name_that_leads_elsewhere_once_it_was_looked_at_leads_nowhere()
    {
        await using var sink = await HttpSink.StartAsync();
        var asked = 0;
        await using var platform = new SendingPlatform(
            false, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(++asked == 1 ? Nowhere : "127.0.0.1")]));
        (await platform.PostAsync(sink.Url("receiver.example"))).Result.ShouldBe(SendResult.Retry);
        asked.ShouldBe(1);
        (await platform.PostAsync(sink.Url("receiver.example"))).ShouldBe(Blocked);
        sink.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task a_redirect_is_not_followed(int status)
    {
        await using var inside = await HttpSink.StartAsync();
        await using var sink = await HttpSink.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = inside.Url();
            return Task.CompletedTask;
        });
        await using var platform = new SendingPlatform();
        (await platform.PostAsync(sink.Url())).ShouldBe(new(
            SendResult.Failed, status, $"The receiver answered {status}: redirects are not followed. Use the URL that it redirects to."));
        inside.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task where_the_operator_allows_it_the_neighbours_are_called_by_their_names()
    {
        await using var sink = await HttpSink.StartAsync();
        await using var platform = new SendingPlatform(allowPrivateNetworks: true, SendingPlatform.To("127.0.0.1"));
        (await platform.PostAsync(sink.Url("receiver.example"))).ShouldBe(SendOutcome.Sent(200));
        sink.Only.Headers["host"].ShouldBe($"receiver.example:{sink.Port}");
    }

    [Fact]
    public async Task of_a_names_addresses_the_next_is_called_when_one_is_not_there()
    {
        await using var sink = await HttpSink.StartAsync();
        await using var platform = new SendingPlatform(true, SendingPlatform.To("127.0.0.9", "127.0.0.1"));
        (await platform.PostAsync(sink.Url("receiver.example"))).Result.ShouldBe(SendResult.Sent);
    }

    [Fact]
    public async Task who_does_not_answer_is_given_up_after_ten_seconds()
    {
        await using var sink = await HttpSink.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var platform = new SendingPlatform(time: new HurriedTime());
        (await platform.PostAsync(sink.Url())).ShouldBe(new(SendResult.Retry, null, "The receiver did not answer within 10 seconds."));
    }

    [Fact]
    public async Task who_ends_the_attempt_ends_it_with_an_exception()
    {
        await using var sink = await HttpSink.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var platform = new SendingPlatform();
        using var end = new CancellationTokenSource();
        var attempt = platform.SendAsync(new TeamsConfig(new(sink.Url())), end.Token);
        await Poll.UntilAsync(() => sink.Requests.Count == 1, "the request");
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(attempt);
    }

    [Fact]
    public async Task an_answer_that_does_not_end_is_not_read_to_its_end()
    {
        var aborted = new TaskCompletionSource();
        await using var sink = await HttpSink.StartAsync(async context =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(new byte[64 * 1024]);
        });
        await using var platform = new SendingPlatform();
        (await platform.PostAsync(sink.Url())).Result.ShouldBe(SendResult.Sent);
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task an_answer_of_too_many_headers_is_none()
    {
        await using var sink = await HttpSink.StartAsync(context =>
        {
            for (var i = 0; i < 40; i++) context.Response.Headers[$"x-{i}"] = new string('x', 1024);
            return Task.CompletedTask;
        });
        await using var platform = new SendingPlatform();
        (await platform.PostAsync(sink.Url())).Result.ShouldBe(SendResult.Retry);
    }

    [Fact]
    public async Task a_receiver_learns_nothing_of_who_calls_and_leaves_nothing_behind()
    {
        await using var sink = await HttpSink.StartAsync(context =>
        {
            context.Response.Cookies.Append("seen", "before");
            return Task.CompletedTask;
        });
        await using var platform = new SendingPlatform();
        using var activity = new System.Diagnostics.Activity("inside").Start();
        await platform.PostAsync(sink.Url());
        await platform.PostAsync(sink.Url());
        sink.Requests[1].Headers.Keys.ShouldBe(
            ["content-length", "content-type", "host", "user-agent", "webhook-id", "webhook-timestamp"], ignoreOrder: true);
    }

    [Fact]
    public async Task a_certificate_that_nobody_vouches_for_is_not_trusted()
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var sink = await HttpSink.StartAsync(_ => Task.CompletedTask, made);
        await using var platform = new SendingPlatform();
        (await platform.PostAsync(sink.Url()))
            .ShouldBe(new(SendResult.Retry, null, "There is no TLS with the receiver. Check its certificate."));
        sink.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task who_is_not_there_may_be_later()
    {
        await using var platform = new SendingPlatform(resolve: (_, _) => throw new System.Net.Sockets.SocketException(11001));
        (await platform.PostAsync("http://receiver.example/")).ShouldBe(
            new(SendResult.Retry, null, "The URL's host cannot be resolved. Check its name."));
        var sink = await HttpSink.StartAsync();
        var closed = sink.Url();
        await sink.DisposeAsync();
        (await platform.PostAsync(closed)).ShouldBe(new(SendResult.Retry, null, "The receiver refuses connections."));
    }
}
