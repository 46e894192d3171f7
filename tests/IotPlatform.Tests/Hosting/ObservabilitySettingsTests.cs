using System.Net;
using IotPlatform.Hosting;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Hosting;

public sealed class ObservabilitySettingsTests
{
    [Fact]
    public void metrics_are_shown_on_the_apis_port_unless_something_else_is_set()
    {
        Read().Settings.Metrics.ShouldBe(new MetricsSettings(IPAddress.Any, null));
        Read(("Metrics__Port", "9464"), ("Metrics__Address", "127.0.0.1")).Settings.Metrics
            .ShouldBe(new MetricsSettings(IPAddress.Loopback, 9464));
        Read(("Metrics__Enabled", "false")).Settings.Metrics.ShouldBeNull();
    }

    [Fact]
    public void nothing_is_sent_unless_a_receiver_is_set()
    {
        Read().Settings.Otlp.ShouldBeNull();
        Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317")).Settings.Otlp
            .ShouldBe(new OtlpSettings(new Uri("http://collector:4317"), OtlpProtocol.Grpc, null, 0.05));
        var (settings, faults) = Read(
            ("Otlp__Endpoint", "https://c:4318"), ("Otlp__Protocol", "http"), ("Otlp__Headers", "k=hunter22"), ("Otlp__SampleRatio", "0.5"));
        faults.ShouldBeEmpty();
        settings.Otlp.ShouldBe(new OtlpSettings(new Uri("https://c:4318"), OtlpProtocol.Http, "k=hunter22", 0.5));
        $"{settings} {settings.Otlp}".ShouldNotContain("hunter22");
    }

    [Theory]
    [InlineData("Otlp__Protocol", "carrier pigeon")]
    [InlineData("Otlp__SampleRatio", "1.1")]
    [InlineData("Otlp__SampleRatio", "-1")]
    [InlineData("Logging__Format", "xml")]
    [InlineData("Http__DrainSeconds", "301")]
    [InlineData("Metrics__Port", "8080")]
    [InlineData("Metrics__Port", "1883")]
    [InlineData("Metrics__Port", "x")]
    [InlineData("Metrics__Address", "everywhere")]
    [InlineData("Metrics__Enabled", "perhaps")]
    public void a_wrong_value_is_named_with_its_setting(string setting, string value)
    {
        var fault = Read((setting, value)).Faults.ShouldHaveSingleItem();
        fault.Setting.ShouldBe(setting);
        fault.Given.ShouldBe(value);
    }

    private static (ObservabilitySettings Settings, IReadOnlyList<SettingFault> Faults) Read(params (string Setting, string Value)[] set)
    {
        var (settings, faults) = PlatformSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(
            set.Select(s => KeyValuePair.Create(s.Setting.Replace("__", ":", StringComparison.Ordinal), (string?)s.Value))).Build());
        return (settings.Observability, faults);
    }
}
