using System.Globalization;
using System.Text.Json.Nodes;
using IotPlatform.Benchmarks.Load;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>Has the baseline copy rows into its own table for a while.</summary>
internal static class CopyLoad
{
    /// <param name="port">Of the bare API.</param>
    /// <param name="rows">Rows a transaction.</param>
    /// <param name="seconds">For how long.</param>
    public static LoadResult Run(int port, int rows, double seconds)
    {
        using var connection = new HttpConnection(port);
        var path = string.Create(CultureInfo.InvariantCulture, $"/copy?rows={rows}&seconds={seconds}");
        var status = connection.Exchange(EncodedRequest.Post(path, "", ""));
        if (status is not 200) throw new LoadException($"the COPY baseline answered {status}");
        var answer = JsonNode.Parse(connection.Body.Span)!;
        var copied = (long)answer["rows"]!;
        return new LoadResult(copied, copied, (double)answer["seconds"]!, new Samples(), []);
    }
}
