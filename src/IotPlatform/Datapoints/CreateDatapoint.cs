using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Datapoints;

/// <summary>Defines a key.</summary>
public sealed record CreateDatapoint(string Key, string? Label, string? Unit, DatapointType DataType) : IRequestBody<CreateDatapoint>
{
    /// <inheritdoc/>
    public static CreateDatapoint Read(Body body)
    {
        var key = body.RequiredText("key", 1, 64);
        if (!body.IsFaulty("key") && !DatapointKey.IsValid(key)) body.AddFault("key", DatapointKey.Rule);
        return new(
            key,
            body.OptionalText("label", 100).Value,
            body.OptionalText("unit", 64).Value,
            body.OptionalChoice<DatapointType>("data_type") ?? DatapointType.Number);
    }
}

/// <summary>POST /v1/iot/datapoints</summary>
public static class CreateDatapointEndpoint
{
    [WolverinePost("/v1/iot/datapoints")]
    [EndpointSummary("Create datapoint definition")]
    public static Task<IResult> Post(CreateDatapoint command, HttpContext http, Resources<Datapoint> datapoints, IClock clock)
    {
        var id = Ids.New(clock.GetCurrentInstant());
        return datapoints.Create(http, id, (_, now) => Decide(command, id, now));
    }

    public static Decision Decide(CreateDatapoint command, string id, Instant now) =>
        Decision.Append(new DatapointDefined(id, command.Key, command.Label, command.Unit, command.DataType, now));
}
