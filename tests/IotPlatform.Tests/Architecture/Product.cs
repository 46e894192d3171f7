using System.Reflection;
using ArchUnitNET.Loader;
using IotPlatform.Cli;
using IotPlatform.RuleEngine;

namespace IotPlatform.Tests.Architecture;

/// <summary>The product as its architecture tests see it.</summary>
internal static class Product
{
    public const string Root = "IotPlatform";

    public static readonly Assembly App = typeof(PlatformApp).Assembly;
    public static readonly Assembly Engine = typeof(Engine).Assembly;
    public static readonly Assembly CommandLine = typeof(CommandTree).Assembly;

    /// <summary>The slices alone: the engine is one slice of its own, whose folders may know each other.</summary>
    public static readonly ArchUnitNET.Domain.Architecture Slices = new ArchLoader().LoadAssemblies(App).Build();

    /// <summary>Who names whom, in all assemblies.</summary>
    public static readonly IReadOnlyList<Reference> References =
        [.. Reference.In(App.Location), .. Reference.In(Engine.Location), .. Reference.In(CommandLine.Location)];

    /// <summary>
    /// The slice that a namespace lies in: <c>Devices</c> of <c>IotPlatform.Devices.Anything</c>; empty for the root, which composes;
    /// null for what is not ours.
    /// </summary>
    public static string? SliceOf(string space) => space switch
    {
        "" or Root => "",
        _ when space.StartsWith(Root + ".", StringComparison.Ordinal) => space[(Root.Length + 1)..].Split('.')[0],
        _ => null,
    };
}
