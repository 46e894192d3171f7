using FsCheck.Xunit;
using IotPlatform.Alarms;
using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.Rules;
using NodaTime;
using Shouldly;

namespace IotPlatform.Tests.Platform;

/// <summary>What holds for every request, whatever was sent.</summary>
[Properties(Arbitrary = [typeof(RandomJson)], MaxTest = 2000, QuietOnSuccess = true)]
public sealed class RequestProperties
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 12, 0);

    [Property]
    public void no_json_makes_a_request_throw(JsonSample sent)
    {
        Read<RegisterDevice>(sent);
        Read<UpdateDevice>(sent);
        Read<AddDeviceTags>(sent);
        Read<CreateRule>(sent);
        Read<UpdateRule>(sent);
        Read<AlarmNote>(sent);
    }

    [Property]
    public void a_request_without_faults_makes_events_that_can_be_stored(JsonSample sent)
    {
        if (Read<RegisterDevice>(sent) is { } device)
            ShouldBeStorable(RegisterDeviceEndpoint.Decide(device, device.DeviceId ?? "made", "hash", null, Now));
        if (Read<CreateRule>(sent) is { } rule) ShouldBeStorable(CreateRuleEndpoint.Decide(rule, "made", Now));
    }

    private static T? Read<T>(JsonSample sent) where T : class, IRequestBody<T>
    {
        var body = Body.Parse(sent.Text);
        var request = T.Read(body);
        return body.Faults.Count == 0 ? request : null;
    }

    private static void ShouldBeStorable(Decision decision)
    {
        foreach (var fact in decision.Events)
            JsonText.IsStorable(System.Text.Json.JsonSerializer.SerializeToElement(fact, fact.GetType(), Json.Store)).ShouldBeTrue();
    }
}
