using IotPlatform.Cli.Api;
using IotPlatform.Cli.Files;

namespace IotPlatform.Cli.Configuration;

/// <summary><c>rules export</c> and <c>policies export</c></summary>
internal static class ExportVerb
{
    public static Verb Build(ConfigurationKind kind, ApiOptions api, TimeProvider time)
    {
        var file = SharedOptions.Out();
        var format = DocumentFile.Format();
        var verb = new Verb(
            "export", $"Write all {kind.List} to a file that can be kept in git",
            $"./iot {kind.List} export --out {kind.List}.yaml",
            $"./iot {kind.List} export --format json") { file, format };
        api.AddTo(verb);
        return verb.Does(async (parsed, cancellation) =>
        {
            using var client = api.Client(parsed, time);
            var (resources, books) = await Platform.ReadAsync(client, kind, [], cancellation);
            var documents = Document.All(resources, kind, books);
            var path = parsed.GetValue(file);
            await OutFile.WriteTextAsync(path, text =>
            {
                DocumentFile.Write(text, documents, DocumentFile.IsJson(parsed.GetValue(format), path));
                return Task.CompletedTask;
            });
            if (path is not null) Output.Note($"{Counted.Of(documents.Count, kind.Name)} in {path}");
            return ExitCode.Done;
        });
    }
}
