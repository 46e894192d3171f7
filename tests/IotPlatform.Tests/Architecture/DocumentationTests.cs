using System.Reflection;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Architecture;

public sealed class DocumentationTests
{
    public static TheoryData<string> Assemblies =>
        [.. new[] { Product.App, Product.Engine, Product.CommandLine }.Select(assembly => assembly.GetName().Name!)];

    // Seen red: a public class without a summary in either assembly.
    [Theory]
    [MemberData(nameof(Assemblies))]
    public void every_public_type_says_what_it_is_for(string name)
    {
        var assembly = Assembly.Load(name);
        var documented = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .Where(member => !string.IsNullOrWhiteSpace(member.Element("summary")?.Value))
            .Select(member => member.Attribute("name")!.Value).ToHashSet();
        // The top-level program and what generators write have no author to say it.
        var types = assembly.GetExportedTypes()
            .Where(type => type.Namespace is { } space && !space.StartsWith("Internal.", StringComparison.Ordinal));
        types.Select(type => $"T:{type.FullName!.Replace('+', '.')}").Where(id => !documented.Contains(id)).ShouldBeEmpty();
    }
}
