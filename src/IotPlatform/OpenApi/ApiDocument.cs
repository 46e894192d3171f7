using System.Text;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace IotPlatform.OpenApi;

/// <summary>The description of the API as JSON, made when it is first asked for and kept.</summary>
public sealed class ApiDocument(IAsyncSwaggerProvider generator)
{
    /// <summary>The name under which the generator knows it.</summary>
    public const string Name = "v1";

    private readonly Lazy<Task<byte[]>> _json = new(() => GenerateAsync(generator));

    /// <summary>The document in UTF-8, as OpenAPI 3.0.</summary>
    public Task<byte[]> Json => _json.Value;

    private static async Task<byte[]> GenerateAsync(IAsyncSwaggerProvider generator)
    {
        var document = await generator.GetSwaggerAsync(Name);
        await using var text = new StringWriter();
        document.SerializeAsV3(new OpenApiJsonWriter(text));
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
