using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IotPlatform.OpenApi;

/// <summary>The summaries that the source gives types and members, from the file beside the assembly.</summary>
public static partial class Summaries
{
    private static readonly Lazy<Dictionary<string, string>> Texts = new(Read);

    /// <summary>What a type is for, or null.</summary>
    public static string? Of(Type type) => Texts.Value.GetValueOrDefault($"T:{type.FullName}");

    /// <summary>What a property holds, or null.</summary>
    public static string? Of(PropertyInfo property) =>
        Texts.Value.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}");

    /// <summary>What a slice holds, as the class that registers it says, or null.</summary>
    public static string? OfSlice(string name) => Texts.Value.GetValueOrDefault($"T:IotPlatform.{name}.{name}Module");

    /// <summary>The summary of an endpoint without the route that it begins with; null where there is nothing else.</summary>
    public static string? AfterRoute(Type endpoint)
    {
        if (Of(endpoint) is not { } text || text.IndexOf(": ", StringComparison.Ordinal) is not (> 0 and var colon)) return null;
        var sentence = text[(colon + 2)..];
        return char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }

    private static Dictionary<string, string> Read()
    {
        var file = Path.ChangeExtension(typeof(Summaries).Assembly.Location, ".xml");
        if (!File.Exists(file)) return [];
        return XDocument.Load(file).Descendants("member").Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!));
    }

    private static string Text(XElement summary)
    {
        foreach (var reference in summary.Descendants().ToList())
            if ((reference.Attribute("cref") ?? reference.Attribute("name"))?.Value is { } name) reference.ReplaceWith(name.Split('.')[^1]);
        return Spaces().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
