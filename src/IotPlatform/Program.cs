using IotPlatform.Accounts;
using IotPlatform.Devices;
using IotPlatform.Platform;
using JasperFx;
using NodaTime;
using Wolverine;
using Wolverine.Http;

var builder = WebApplication.CreateBuilder(args);
#pragma warning disable RS0030 // The composition root: the one place that names the clock.
builder.Services.AddSingleton<IClock>(new PlatformClock(SystemClock.Instance));
builder.Services.AddSingleton(TimeProvider.System);
#pragma warning restore RS0030
builder.Services.AddPersistence(builder.Configuration.GetConnectionString("Postgres")!);
builder.Services.AddAccounts().AddDevices();
builder.Services.AddSingleton(new MqttEndpoints(null, () => 1883));
builder.Services.AddWolverineHttp();
builder.Host.UseWolverine(options =>
{
    options.ApplicationAssembly = typeof(Program).Assembly;
    options.Durability.Mode = DurabilityMode.Solo;
});
var app = builder.Build();
await app.Services.GetRequiredService<SchemaUpdate>().ApplyAsync(default);
var key = await app.Services.GetRequiredService<Bootstrap>().RunAsync(null, default);
Console.WriteLine(key?.Text);
app.Services.GetRequiredService<Freshness>().Follow(app.Services.GetRequiredService<Marten.IDocumentStore>());
app.UseMiddleware<ApiKeyAuthentication>();
app.MapWolverineEndpoints(options => options.AddParameterHandlingStrategy<RequestBodyParameter>());
return await app.RunJasperFxCommands(args);

public partial class Program;
