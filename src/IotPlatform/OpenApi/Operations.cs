using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace IotPlatform.OpenApi;

/// <summary>
/// Describes an operation by what its endpoint's code says. The method's signature says little: it answers an <c>IResult</c>, and its
/// body is read by hand.
/// </summary>
public sealed class Operations : IOperationFilter
{
    /// <inheritdoc/>
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var endpoint = new EndpointFacts(context.ApiDescription, context.MethodInfo);
        operation.OperationId = endpoint.OperationId;
        operation.Summary = endpoint.Summary;
        operation.Description = endpoint.Description;
        operation.Tags = new HashSet<OpenApiTagReference> { new(endpoint.Tag, context.Document) };
        operation.Parameters = [.. Parameters.Of(endpoint, context.Document)];
        operation.RequestBody = RequestBodies.Of(endpoint, context);
        if (endpoint.TakesDeviceLogin) operation.Security = [.. OpenApiModule.DeviceSecurity(context.Document)];
        operation.Responses = [];
        var (status, response) = Successes.Of(endpoint, context);
        operation.Responses[status] = response;
        foreach (var (code, refusal) in Refusals.Of(endpoint, context.Document)) operation.Responses[code] = refusal;
    }
}
