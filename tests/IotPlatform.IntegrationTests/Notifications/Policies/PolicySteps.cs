using System.Text.Json;

namespace IotPlatform.IntegrationTests.Notifications;

/// <summary>What tests of policies do again and again.</summary>
internal static class PolicySteps
{
    /// <summary>Creates a channel, and gives its id.</summary>
    public static async Task<string> ChannelAsync(this TestCustomer customer, string name = "Operations") => (await customer.Api.PostAsync(
        "notifications/channels", $$"""{"name":"{{name}}","config":{"recipients":["ops@example.com"]},"channel_type":"email"}""")).Is(201).Id;

    /// <summary>Asks for a policy of these channels; <paramref name="members"/> are further members of the request.</summary>
    public static Task<Answer> PostPolicyAsync(this TestCustomer customer, string members, params IReadOnlyList<string> channelIds)
    {
        var more = members.Length > 0 ? "," + members : "";
        return customer.Api.PostAsync("notifications/policies", $$"""{"name":"Night shift","channel_ids":{{JsonSerializer.Serialize(channelIds)}}{{more}}}""");
    }

    /// <summary>Creates a policy with a channel of its own, and gives its id.</summary>
    public static async Task<string> PolicyAsync(this TestCustomer customer, string members = "") =>
        (await customer.PostPolicyAsync(members, await customer.ChannelAsync())).Is(201).Id;

    /// <summary>Creates a policy about a device, a group or a profile, and gives its id.</summary>
    public static Task<string> PolicyAboutAsync(this TestCustomer customer, string scopeType, params IReadOnlyList<string> ids) =>
        customer.PolicyAsync($"\"scope_type\":\"{scopeType}\",\"scope_ids\":{JsonSerializer.Serialize(ids)}");
}
