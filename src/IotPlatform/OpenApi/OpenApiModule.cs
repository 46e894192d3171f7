using IotPlatform.Platform;
using IotPlatform.Telemetry;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using NodaTime;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace IotPlatform.OpenApi;

/// <summary>The API's description of itself, for programs at <c>/openapi/v1.json</c> and for people at <c>/swagger</c>.</summary>
public static class OpenApiModule
{
    private const string Path = "/openapi/v1.json";
    private const string ApiKey = "ApiKey";
    private const string Bearer = "Bearer";
    private const string DeviceLogin = "DeviceLogin";

    /// <summary>Registers what describes the API. Nothing is made before it is asked for.</summary>
    public static IServiceCollection AddApiDescription(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSingleton<ISerializerDataContractResolver>(provider =>
            new AnswerContracts(new JsonSerializerDataContractResolver(
                Json.Api, provider.GetRequiredService<IOptions<SchemaGeneratorOptions>>().Value)));
        services.AddSwaggerGen(Configure);
        return services.AddSingleton<ApiDocument>();
    }

    /// <summary>Maps both; they need no key.</summary>
    public static void MapApiDescription(this WebApplication app)
    {
        app.MapGet(Path, async (HttpContext http) =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(await http.RequestServices.GetRequiredService<ApiDocument>().Json, http.RequestAborted);
        });
        app.UseSwaggerUI(page =>
        {
            page.DocumentTitle = "IoT Platform API";
            page.SwaggerEndpoint(Path, ApiDocument.Name);
        });
    }

    /// <summary>What an endpoint asks for that takes devices too.</summary>
    public static IEnumerable<OpenApiSecurityRequirement> DeviceSecurity(OpenApiDocument document) =>
        new[] { ApiKey, Bearer, DeviceLogin }.Select(scheme => Requires(scheme, document));

    private static void Configure(SwaggerGenOptions options)
    {
        options.SwaggerDoc(ApiDocument.Name, new OpenApiInfo
        {
            Title = "IoT Platform API",
            Version = "1.0.0",
            Description = "Devices, their telemetry, the rules over it and the alarms that follow.",
        });
        options.AddServer(new OpenApiServer { Url = "/", Description = "The platform that serves this document." });
        options.DocInclusionPredicate((_, endpoint) => endpoint.RelativePath!.StartsWith("v1/iot/", StringComparison.Ordinal));
        options.OrderActionsBy(endpoint => $"{endpoint.RelativePath} {endpoint.HttpMethod}");
        options.SupportNonNullableReferenceTypes();
        options.UseInlineDefinitionsForEnums();
        MapTypes(options);
        AddSecurity(options);
        options.OperationFilter<Operations>();
        options.SchemaFilter<AnswerSchemas>();
        options.DocumentFilter<DocumentParts>();
    }

    private static void MapTypes(SwaggerGenOptions options)
    {
        options.MapType<Instant>(Schemas.Time);
        options.MapType<LocalTime>(Schemas.TimeOfDay);
        options.MapType<IsoDayOfWeek>(() => Schemas.Words(Weekdays.Words));
        options.MapType<RawJson>(Schemas.Free);
        options.MapType<System.Text.Json.JsonElement>(Schemas.Free);
        options.MapType<SampleValue>(Schemas.Scalar);
    }

    private static void AddSecurity(SwaggerGenOptions options)
    {
        options.AddSecurityDefinition(ApiKey, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "X-API-Key",
            Description = "An API key, as `./iot keys create` prints it.",
        });
        options.AddSecurityDefinition(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The same API key. X-API-Key wins where both are sent.",
        });
        options.AddSecurityDefinition(DeviceLogin, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "basic",
            Description = "A device's mqtt_username and mqtt_password, for what it does itself.",
        });
        options.AddSecurityRequirement(document => Requires(ApiKey, document));
        options.AddSecurityRequirement(document => Requires(Bearer, document));
    }

    private static OpenApiSecurityRequirement Requires(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
