using System.Net;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>The platform refuses a row. What it would refuse of every row alike ends the import instead.</summary>
public sealed class RowRefusedException(RowFault fault) : Exception(fault.What)
{
    /// <summary>What it refuses, and why.</summary>
    public RowFault Fault { get; } = fault;

    /// <summary>The answer, which must be a success.</summary>
    public static JsonNode Check(DeviceRow row, ApiAnswer answer)
    {
        if (answer.IsSuccess) return answer.Body ?? new JsonObject();
        var code = (answer.Body as JsonObject)?["code"]?.ToString();
        if (answer.Status is HttpStatusCode.Unauthorized || code is "forbidden") throw new RefusedException(answer.Reason);
        throw new RowRefusedException(new(row.Number, row.DeviceId, answer.Reason, Remedy(answer.Status, code)));
    }

    private static string Remedy(HttpStatusCode status, string? code) => code switch
    {
        "device_limit_reached" => "delete devices or take a larger plan, then import the file again",
        _ when status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest => "correct the row",
        _ => "import the file again",
    };
}
