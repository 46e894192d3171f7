using System.Text.Json;
using FsCheck.Xunit;
using IotPlatform.Alarms;
using IotPlatform.Datapoints;
using IotPlatform.Devices;
using IotPlatform.Groups;
using IotPlatform.Notifications;
using IotPlatform.Platform;
using IotPlatform.Profiles;
using IotPlatform.Rules;
using IotPlatform.Tests.Datapoints;
using IotPlatform.Tests.Devices;
using IotPlatform.Tests.Groups;
using IotPlatform.Tests.Notifications;
using IotPlatform.Tests.Profiles;
using IotPlatform.Tests.Rules;
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
        Read<AddDeviceTags>(sent);
        Read<CreateGroup>(sent);
        Read<CreatePolicy>(sent);
        Read<CreateSilence>(sent);
        Read<AddDevicesToGroup>(sent);
        Read<CreateProfile>(sent);
        Read<CreateDatapoint>(sent);
        Read<CreateRule>(sent);
        Read<CreateChannel>(sent);
        Read<AlarmNote>(sent);
    }

    [Property]
    public void a_request_without_faults_makes_events_that_can_be_stored(JsonSample sent)
    {
        if (Read<RegisterDevice>(sent) is { } device)
            ShouldBeStorable(RegisterDeviceEndpoint.Decide(device, device.DeviceId ?? "made", "hash", null, Now));
        if (Read<CreateGroup>(sent) is { } group) ShouldBeStorable(CreateGroupEndpoint.Decide(group, "made", Now));
        if (Read<CreatePolicy>(sent) is { } policy) ShouldBeStorable(CreatePolicyEndpoint.Decide(policy, "made", Now));
        if (Read<CreateSilence>(sent) is { } silence) ShouldBeStorable(CreateSilenceEndpoint.Decide(silence, "made", "system", Now));
        if (Read<CreateProfile>(sent) is { } profile) ShouldBeStorable(CreateProfileEndpoint.Decide(profile, "made", Now));
        if (Read<CreateDatapoint>(sent) is { } datapoint) ShouldBeStorable(CreateDatapointEndpoint.Decide(datapoint, "made", Now));
        if (Read<CreateRule>(sent) is { } rule) ShouldBeStorable(CreateRuleEndpoint.Decide(rule, "made", Now));
        if (Read<CreateChannel>(sent) is { } channel) ShouldBeStorable(SampleChannel.Decide(channel));
    }

    [Property]
    public void whatever_is_sent_as_a_change_is_refused_or_makes_events_that_can_be_stored(JsonSample sent)
    {
        var json = JsonElement.Parse(sent.Text);
        ShouldBeStorable(Change.Decide<UpdateDevice, Device>(json, SampleDevice.Of(), Now, UpdateDeviceEndpoint.Decide));
        ShouldBeStorable(Change.Decide<UpdateGroup, Group>(json, SampleGroup.Of(), Now, UpdateGroupEndpoint.Decide));
        ShouldBeStorable(Change.Decide<UpdatePolicy, NotificationPolicy>(json, SamplePolicy.Of(), Now, UpdatePolicyEndpoint.Decide));
        ShouldBeStorable(Change.Decide<UpdateProfile, Profile>(json, SampleProfile.Of(), Now, UpdateProfileEndpoint.Decide));
        ShouldBeStorable(Change.Decide<UpdateDatapoint, Datapoint>(json, SampleDatapoint.Of(), Now, UpdateDatapointEndpoint.Decide));
        ShouldBeStorable(Change.Decide<UpdateRule, AlarmRule>(json, SampleRule.Of(), Now, UpdateRuleEndpoint.Decide));
        ShouldBeStorable(SampleChannel.Revise(sent.Text, SampleChannel.Of(SampleChannel.Webhook())));
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
            JsonText.IsStorable(JsonSerializer.SerializeToElement(fact, fact.GetType(), Json.Store)).ShouldBeTrue();
    }
}
