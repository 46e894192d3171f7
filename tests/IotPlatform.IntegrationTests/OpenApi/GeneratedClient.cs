using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Shouldly;

namespace IotPlatform.IntegrationTests.OpenApi;

/// <summary>A C# client that a program of others has generated from the description of the API.</summary>
public static class GeneratedClient
{
    private static readonly string Generator =
        typeof(GeneratedClient).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(value => value.Key == "NSwag").Value!;

    /// <summary>Generates the source.</summary>
    public static async Task<string> SourceAsync()
    {
        var folder = Directory.CreateDirectory(TestFolder.NewPath()).FullName;
        var (document, source) = (Path.Combine(folder, "openapi.json"), Path.Combine(folder, "client.cs"));
        await File.WriteAllTextAsync(document, CommittedDocument.Text);
        using var run = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Generator, "openapi2csclient", $"/input:{document}", $"/output:{source}", "/classname:IotClient", "/namespace:Iot",
                "/jsonLibrary:SystemTextJson",
            },
            RedirectStandardOutput = true,
        })!;
        var said = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        run.ExitCode.ShouldBe(0, said);
        var text = await File.ReadAllTextAsync(source);
        TestFolder.Remove(folder);
        return text;
    }

    /// <summary>Compiles the source.</summary>
    public static Assembly Compile(string source)
    {
        var libraries = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "IotClient", [CSharpSyntaxTree.ParseText(source)], libraries, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var code = new MemoryStream();
        var result = compilation.Emit(code);
        result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.ToString()).ShouldBeEmpty();
        return Assembly.Load(code.ToArray());
    }
}
