using IotPlatform.Platform;

namespace IotPlatform.Devices;

/// <summary>A device's tags, alone.</summary>
public sealed record DeviceTags(string DeviceId, IReadOnlyList<string> Tags)
{
    /// <summary>The answer of all three tag routes.</summary>
    public static IResult Of(Device device, long version) => new TaggedAnswer(new(device.DeviceId, device.Tags), version);

    private sealed class TaggedAnswer(DeviceTags tags, long version) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ETag = Preconditions.ETag(version);
            return httpContext.Response.WriteAsJsonAsync(tags, Json.Api);
        }
    }
}
