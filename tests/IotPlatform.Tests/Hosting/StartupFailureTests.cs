using System.Net;
using System.Net.Sockets;
using IotPlatform.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Hosting;

public sealed class StartupFailureTests
{
    [Fact]
    public void a_known_failure_is_told_in_its_own_words_on_one_line() =>
        StartupFailure.Describe(new InvalidOperationException("outer", new StartupException("no\nroom"))).ShouldBe("no room");

    [Fact]
    public void a_taken_port_is_recognised_inside_what_the_web_server_throws()
    {
        var failure = new IOException("Failed to bind to address http://[::]:8080: address already in use.", new SocketException((int)SocketError.AddressAlreadyInUse));

        StartupFailure.Describe(failure).ShouldNotBeNull().ShouldContain("8080");
    }

    [Fact]
    public void an_unreachable_database_is_recognised() =>
        StartupFailure.Describe(new Npgsql.NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused)))
            .ShouldNotBeNull().ShouldContain("ConnectionStrings__Postgres");

    [Fact]
    public void an_unknown_failure_has_no_description() => StartupFailure.Describe(new InvalidOperationException("?")).ShouldBeNull();

    [Fact]
    public async Task a_failure_ends_with_exit_code_1_and_success_with_its_own()
    {
        (await StartupFailure.GuardAsync([], () => throw new StartupException("no"))).ShouldBe(1);
        (await StartupFailure.GuardAsync([], () => Task.FromResult(7))).ShouldBe(7);
    }

    [Fact]
    public async Task an_abort_by_the_tools_that_build_the_host_passes_through() =>
        await Should.ThrowAsync<HostAbortedException>(() => StartupFailure.GuardAsync([], () => throw new HostAbortedException()));

    [Theory]
    [InlineData("Http__Port")]
    [InlineData("Mqtt__Port")]
    public void a_taken_port_is_told_with_its_setting_before_anything_starts(string setting)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var settings = PlatformSettings.ReadOrFail(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Http:Address"] = "127.0.0.1",
            ["Mqtt:Address"] = "127.0.0.1",
            ["Http:Port"] = "0",
            ["Mqtt:Port"] = "0",
            [setting.Replace("__", ":", StringComparison.Ordinal)] = $"{port}",
        }).Build());

        var failure = Should.Throw<StartupException>(() => PortCheck.RequireFree(settings));

        failure.Message.ShouldContain($"{port} ({setting})");
    }

    [Fact]
    public void a_data_directory_that_cannot_be_made_is_named()
    {
        var file = Path.GetTempFileName();

        Should.Throw<StartupException>(() => DataDirectory.Open(Path.Combine(file, "data"))).Message.ShouldContain(file);
        File.Delete(file);
    }
}
