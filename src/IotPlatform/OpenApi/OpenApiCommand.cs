using System.Text;
using JasperFx.CommandLine;

namespace IotPlatform.OpenApi;

/// <summary>The arguments of <c>openapi</c>: none.</summary>
public sealed class OpenApiInput;

/// <summary><c>./iot openapi &gt; docs/openapi.json</c>, without a database.</summary>
[Description("Print the API's description, an OpenAPI document", Name = "openapi")]
public sealed class OpenApiCommand(ApiDocument document) : JasperFxAsyncCommand<OpenApiInput>
{
    /// <inheritdoc/>
    public override async Task<bool> Execute(OpenApiInput input)
    {
        Console.WriteLine(Encoding.UTF8.GetString(await document.Json));
        return true;
    }
}
