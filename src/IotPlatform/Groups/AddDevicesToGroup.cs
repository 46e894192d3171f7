using IotPlatform.Devices;
using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Groups;

/// <summary>Makes devices members of a group: all of them, or none.</summary>
public sealed record AddDevicesToGroup(IReadOnlyList<string> DeviceIds) : IRequestBody<AddDevicesToGroup>
{
    /// <summary>How many devices one request may name.</summary>
    public const int Limit = 1000;

    /// <inheritdoc/>
    public static AddDevicesToGroup Read(Body body)
    {
        var ids = body.RequiredTexts("device_ids", Limit, 1, 128);
        return new([.. ids.Distinct()]);
    }
}

/// <summary>POST /v1/iot/groups/{group_id}/devices: answers the group.</summary>
public static class AddDevicesToGroupEndpoint
{
    [WolverinePost("/v1/iot/groups/{group_id}/devices")]
    [EndpointSummary("Add devices to group")]
    [Answers(typeof(Group))]
    public static Task<IResult> Post(
        string group_id, AddDevicesToGroup command, HttpContext http, Resources<Device> devices, CountedReadModel<Group> groups) =>
        devices.ChangeAll<Group>(
            http, group_id, command.DeviceIds, (device, now) => Decide(group_id, device, now), Unknown, () => groups.Get(http, group_id));

    /// <summary>A device that is a member stays one.</summary>
    public static Decision Decide(string groupId, Device device, Instant now) => device.GroupIds.Contains(groupId)
        ? Decision.Nothing
        : Decision.Append(new DeviceJoinedGroup(device.DeviceId, groupId, now));

    private static Problem Unknown(IReadOnlyList<string> ids) =>
        Problem.Invalid([.. ids.Select(id => new Fault("device_ids", $"names no device: '{id}'"))]);
}
