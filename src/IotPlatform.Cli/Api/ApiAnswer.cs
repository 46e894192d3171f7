using System.Net;
using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Api;

/// <summary>What the API answered.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, JsonNode? Body)
{
    /// <summary>Whether it did what was asked.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Why it did not: the faults of single members, or else the problem's detail, as one line.</summary>
    public string Reason
    {
        get
        {
            // The detail says again in one sentence what is wrong with single members.
            var errors = (Body as JsonObject)?["errors"] as JsonArray ?? [];
            return errors.Count > 0 ? string.Join("; ", errors.Select(fault => $"{fault?["field"]}: {fault?["message"]}"))
                : (Body as JsonObject)?["detail"]?.ToString()
                    ?? $"the server answers {(int)Status} and gives no reason: say with --url where the platform is";
        }
    }

    /// <summary>The body, or the end of the verb.</summary>
    public JsonNode OrRefuse() => IsSuccess ? Body ?? new JsonObject() : throw new RefusedException(Reason);
}
