using System.Text;
using System.Text.Json;
using IotPlatform.Devices;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Devices;

public sealed class MqttCredentialTests
{
    [Fact]
    public void a_password_is_256_random_bits_that_no_url_has_to_escape()
    {
        var issued = MqttCredential.Issue("acme", "sensor-1");
        issued.Username.ShouldBe("acme.sensor-1");
        issued.Password.ShouldMatch("^[A-Za-z0-9_-]{43}$");
        MqttCredential.Issue("acme", "sensor-1").Password.ShouldNotBe(issued.Password);
    }

    [Fact]
    public void a_password_matches_its_own_hash_alone()
    {
        var (one, other) = (MqttCredential.Issue("acme", "a"), MqttCredential.Issue("acme", "a"));
        MqttCredential.Matches(one.Password, one.Hash).ShouldBeTrue();
        MqttCredential.Matches(other.Password, one.Hash).ShouldBeFalse();
        MqttCredential.Matches("", one.Hash).ShouldBeFalse();
        one.Hash.ShouldNotContain(one.Password);
    }

    [Theory]
    [InlineData("acme.sensor-1", "acme", "sensor-1")]
    [InlineData("acme.a.b.c", "acme", "a.b.c")]
    public void a_user_name_tells_customer_and_device(string username, string customer, string deviceId)
    {
        MqttCredential.TryParseUsername(username, out var foundCustomer, out var foundDevice).ShouldBeTrue();
        (foundCustomer, foundDevice).ShouldBe((customer, deviceId));
        MqttCredential.UsernameOf(customer, deviceId).ShouldBe(username);
    }

    [Theory]
    [InlineData("")]
    [InlineData("acme")]
    [InlineData(".sensor-1")]
    [InlineData("acme.")]
    [InlineData("acme..")]
    [InlineData("acme.a/b")]
    [InlineData("acme.a\0")]
    public void anything_else_is_no_user_name(string username) => MqttCredential.TryParseUsername(username, out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData(null, "called.example")]
    [InlineData("mqtt.example", "mqtt.example")]
    public void the_registrations_answer_says_where_and_how_to_connect(string? publicHost, string told)
    {
        var buffer = new MemoryStream();
        using (var answer = new Utf8JsonWriter(buffer))
        {
            answer.WriteStartObject();
            new MqttEndpoints(publicHost, () => 1883).WriteCredential(answer, new("acme.a", "secret"), "a", "called.example");
            answer.WriteEndObject();
        }
        Encoding.UTF8.GetString(buffer.ToArray()).ShouldBe(
            $$$"""{"mqtt_username":"acme.a","mqtt_password":"secret","mqtt_credentials":{"broker":"{{{told}}}","port":1883,"username":"acme.a","password":"secret","client_id":"a"}}""");
    }
}
