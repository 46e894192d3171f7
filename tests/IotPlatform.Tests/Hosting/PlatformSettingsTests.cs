using System.Net;
using IotPlatform.Hosting;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Hosting;

public sealed class PlatformSettingsTests
{
    [Fact]
    public void nothing_set_gives_the_defaults()
    {
        var (settings, faults) = Read();

        faults.ShouldBeEmpty();
        settings.DataDirectory.ShouldBe(Path.Combine(Environment.CurrentDirectory, "data"));
        settings.Postgres.ShouldBeNull();
        settings.BootstrapApiKey.ShouldBeNull();
        settings.Http.ShouldBe(new HttpSettings(IPAddress.Any, 8080));
        settings.Mqtt.ShouldBe(new MqttSettings(IPAddress.Any, 1883, null));
        settings.Smtp.ShouldBeNull();
        settings.Sms.ShouldBeNull();
        settings.AllowPrivateNetworks.ShouldBeFalse();
        settings.RateLimit.ShouldBe(new RateLimitSettings(true, 1_000, 100));
        settings.Cors.AllowedOrigins.ShouldBeEmpty();
        settings.Monitoring.ShouldBe(new MonitoringSettings(60));
    }

    [Fact]
    public void everything_can_be_set()
    {
        var (settings, faults) = Read(
            ("IOT_DATA_DIR", "/var/lib/iot"), ("ConnectionStrings__Postgres", "Host=db;Database=iot;Password=p"), ("IOT_BOOTSTRAP_API_KEY", "iot_0123456789_secret"),
            ("Http__Address", "127.0.0.1"), ("Http__Port", "0"), ("Mqtt__Address", "::"), ("Mqtt__Port", "0"),
            ("Smtp__Host", "mail"), ("Smtp__Port", "465"), ("Smtp__User", "u"), ("Smtp__Password", "p"), ("Smtp__From", "a@b.example"), ("Smtp__Security", "starttls"),
            ("Sms__GatewayUrl", "https://sms.example/send"), ("Sms__ApiKey", "k"), ("Sms__From", "IoT"),
            ("Webhooks__AllowPrivateNetworks", "true"), ("RateLimit__Enabled", "false"), ("RateLimit__PerMinute", "5"), ("RateLimit__Burst", "2"),
            ("Cors__AllowedOrigins", "https://app.example.com, http://localhost:3000"), ("Monitoring__RestartGraceSeconds", "0"));

        faults.ShouldBeEmpty();
        settings.DataDirectory.ShouldBe("/var/lib/iot");
        settings.Postgres.ShouldBe("Host=db;Database=iot;Password=p");
        settings.BootstrapApiKey.ShouldBe("iot_0123456789_secret");
        settings.Http.ShouldBe(new HttpSettings(IPAddress.Loopback, 0));
        settings.Mqtt.ShouldBe(new MqttSettings(IPAddress.IPv6Any, 0, null));
        settings.Smtp.ShouldBe(new SmtpSettings("mail", 465, "u", "p", "a@b.example", SmtpSecurity.StartTls));
        settings.Sms.ShouldBe(new SmsSettings(new Uri("https://sms.example/send"), "k", "IoT"));
        settings.AllowPrivateNetworks.ShouldBeTrue();
        settings.RateLimit.ShouldBe(new RateLimitSettings(false, 5, 2));
        settings.Cors.AllowedOrigins.ShouldBe(["https://app.example.com", "http://localhost:3000"]);
        settings.Monitoring.ShouldBe(new MonitoringSettings(0));
    }

    [Fact]
    public void a_blank_value_counts_as_not_set() => Read(("Http__Port", " "), ("ConnectionStrings__Postgres", "")).Faults.ShouldBeEmpty();

    [Theory]
    [InlineData("Http__Port", "eighty")]
    [InlineData("Http__Port", "65536")]
    [InlineData("Http__Port", "-1")]
    [InlineData("Http__Address", "everywhere")]
    [InlineData("Mqtt__Port", "8080")]
    [InlineData("Mqtt__Address", "1.2.3.4.5")]
    [InlineData("Smtp__Port", "0")]
    [InlineData("Smtp__Security", "maybe")]
    [InlineData("Sms__GatewayUrl", "ftp://sms.example")]
    [InlineData("Webhooks__AllowPrivateNetworks", "perhaps")]
    [InlineData("RateLimit__Enabled", "2")]
    [InlineData("RateLimit__PerMinute", "0")]
    [InlineData("RateLimit__Burst", "1.5")]
    [InlineData("Cors__AllowedOrigins", "app.example.com")]
    [InlineData("Cors__AllowedOrigins", "localhost:3000")]
    [InlineData("Cors__AllowedOrigins", "https://app.example.com/")]
    [InlineData("Cors__AllowedOrigins", "https://app.example.com/path")]
    [InlineData("Cors__AllowedOrigins", "https://app.example.com?a")]
    [InlineData("Cors__AllowedOrigins", "https://me@app.example.com")]
    [InlineData("Cors__AllowedOrigins", "https://app.example.com:99999")]
    [InlineData("Cors__AllowedOrigins", "https://*.example.com")]
    [InlineData("Cors__AllowedOrigins", "https://")]
    [InlineData("Cors__AllowedOrigins", "file:///srv/page.html")]
    [InlineData("Cors__AllowedOrigins", "null")]
    [InlineData("Cors__AllowedOrigins", "*,https://app.example.com")]
    [InlineData("Cors__AllowedOrigins", "https://a.example;https://b.example")]
    [InlineData("Monitoring__RestartGraceSeconds", "-1")]
    [InlineData("Mqtt__Certificate", "/nonexistent/cert.pem")]
    public void a_wrong_value_is_named_with_its_setting(string setting, string value)
    {
        var fault = Read((setting, value)).Faults.ShouldHaveSingleItem();

        fault.Setting.ShouldBe(setting);
        fault.Given.ShouldBe(value);
        fault.ToString().ShouldStartWith($"{setting} is \"{value}\", but must be ");
    }

    [Fact]
    public void each_origin_that_is_none_is_named()
    {
        var faults = Read(("Cors__AllowedOrigins", "https://a.example,b.example,https://c.example,https://d.example/")).Faults;

        faults.Select(fault => fault.ToString()).ShouldSatisfyAllConditions(
            told => told.Count().ShouldBe(2),
            told => told.First().ShouldContain("\"b.example\" is none"),
            told => told.Last().ShouldContain("\"https://d.example/\" is none"));
    }

    [Theory]
    [InlineData("*", "*")]
    [InlineData("HTTPS://App.Example.com:443", "https://app.example.com")]
    [InlineData("http://localhost:80,http://localhost,", "http://localhost")]
    [InlineData("http://[::1]:3000", "http://[::1]:3000")]
    [InlineData("capacitor://localhost", "capacitor://localhost")]
    public void an_origin_is_kept_as_browsers_write_it(string given, string kept) =>
        Read(("Cors__AllowedOrigins", given)).Settings.Cors.AllowedOrigins.ShouldBe([kept]);

    [Theory]
    [InlineData("ConnectionStrings__Postgres", "postgres://iot:hunter22@db/iot")]
    [InlineData("ConnectionStrings__Postgres", "Database=iot;Password=hunter22")]
    [InlineData("IOT_BOOTSTRAP_API_KEY", "hunter22 with a space")]
    public void a_wrong_secret_is_named_but_not_shown(string setting, string value)
    {
        var fault = Read((setting, value)).Faults.ShouldHaveSingleItem();

        fault.Setting.ShouldBe(setting);
        fault.ToString().ShouldNotContain("hunter22");
        fault.Given.ShouldBe(SettingFault.Masked);
    }

    [Theory]
    [InlineData("Smtp__From", "Smtp__Host")]
    [InlineData("Sms__ApiKey", "Sms__GatewayUrl")]
    [InlineData("Mqtt__TlsPort", "Mqtt__Certificate")]
    [InlineData("Mqtt__CertificatePassword", "Mqtt__Certificate")]
    [InlineData("Mqtt__ClientCa", "Mqtt__Certificate")]
    public void a_setting_that_lacks_its_partner_names_the_partner(string given, string missing)
    {
        var fault = Read((given, "8883")).Faults.ShouldHaveSingleItem();

        fault.Setting.ShouldBe(missing);
        fault.Given.ShouldBeNull();
    }

    [Fact]
    public void smtp_credentials_come_in_pairs()
    {
        var relay = new[] { ("Smtp__Host", "mail"), ("Smtp__From", "a@b.example") };

        Read([.. relay, ("Smtp__User", "u")]).Faults.ShouldHaveSingleItem().Setting.ShouldBe("Smtp__Password");
        Read([.. relay, ("Smtp__Password", "p")]).Faults.ShouldHaveSingleItem().Setting.ShouldBe("Smtp__User");
    }

    [Fact]
    public void all_faults_are_told_at_once()
    {
        var configuration = Configuration(("Http__Port", "x"), ("Mqtt__Port", "y"), ("RateLimit__Enabled", "z"));

        var failure = Should.Throw<StartupException>(() => PlatformSettings.ReadOrFail(configuration));

        failure.Message.ShouldContain("Http__Port is \"x\"");
        failure.Message.ShouldContain("Mqtt__Port is \"y\"");
        failure.Message.ShouldContain("RateLimit__Enabled is \"z\"");
        failure.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void no_record_prints_a_secret()
    {
        var (settings, _) = Read(
            ("ConnectionStrings__Postgres", "Host=db;Database=iot;Password=hunter22"), ("IOT_BOOTSTRAP_API_KEY", "iot_hunter22"),
            ("Smtp__Host", "mail"), ("Smtp__From", "a@b.example"), ("Smtp__User", "u"), ("Smtp__Password", "hunter22"),
            ("Sms__GatewayUrl", "https://sms.example/send?key=hunter22"), ("Sms__ApiKey", "hunter22"));

        $"{settings} {settings.Smtp} {settings.Sms}".ShouldNotContain("hunter22");
    }

    private static (PlatformSettings Settings, IReadOnlyList<SettingFault> Faults) Read(params (string Setting, string Value)[] set) =>
        PlatformSettings.Read(Configuration(set));

    private static IConfiguration Configuration(params (string Setting, string Value)[] set) => new ConfigurationBuilder()
        .AddInMemoryCollection(set.Select(s => KeyValuePair.Create(s.Setting.Replace("__", ":", StringComparison.Ordinal), (string?)s.Value)))
        .Build();
}
