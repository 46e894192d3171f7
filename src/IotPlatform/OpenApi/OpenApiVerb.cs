using System.Text;
using IotPlatform.Cli;

namespace IotPlatform.OpenApi;

/// <summary><c>./iot openapi &gt; docs/openapi.json</c>, without a database.</summary>
public static class OpenApiVerb
{
    /// <summary>The verb.</summary>
    public static Verb Build(Visit visit) =>
        new Verb("openapi", "Print the API's description, an OpenAPI document", "./iot openapi > openapi.json").Does(
            visit,
            async (services, _, _) =>
            {
                Output.Line(Encoding.UTF8.GetString(await services.GetRequiredService<ApiDocument>().Json));
                return ExitCode.Done;
            });
}
