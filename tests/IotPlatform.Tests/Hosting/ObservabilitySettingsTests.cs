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
        Read(("Metrics__Port", "9464"), ("Metrics__Address", "127.0.0.1")).Settings.Metrics.ShouldBe(new MetricsSettings(IPAddress.Loopback, 9464));
        Read(("Metrics__Enabled", "false")).Settings.Metrics.ShouldBeNull();
    }

    [Theory]
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
