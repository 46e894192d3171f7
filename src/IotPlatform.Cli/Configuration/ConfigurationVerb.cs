using IotPlatform.Cli.Api;
using IotPlatform.Cli.Files;

namespace IotPlatform.Cli.Configuration;

/// <summary><c>rules</c> and <c>policies</c>: configuration that is kept in files.</summary>
public static class ConfigurationVerb
{
    /// <summary>The verb of a kind, with all below it.</summary>
    public static Verb Build(ConfigurationKind kind, ApiOptions api, TimeProvider time) => new(kind.List, $"Keep {kind.List} in a file")
    {
        ExportVerb.Build(kind, api, time),
        new ImportVerb(kind).Build(api, time),
        DiffVerb.Build(kind, api, time),
    };

    /// <summary>The documents of a file; <c>-</c> is standard input.</summary>
    internal static IReadOnlyList<Document> Read(string file, string? format, ConfigurationKind kind)
    {
        using var text = new StreamReader(InFile.Open(file));
        try
        {
            return DocumentFile.Read(text, DocumentFile.IsJson(format, file), kind.Name);
        }
        catch (RefusedException fault)
        {
            throw new RefusedException($"{file}: {fault.Message}");
        }
    }

    /// <summary>Ends the verb where there are faults, after all of them were said.</summary>
    internal static void RefuseFaults(IReadOnlyList<string> faults, string file)
    {
        if (faults.Count == 0) return;
        foreach (var fault in faults) Output.Error($"{file}: {fault}");
        throw new RefusedException($"nothing was written; {Counted.Of(faults.Count, "fault")} to mend first");
    }
}
