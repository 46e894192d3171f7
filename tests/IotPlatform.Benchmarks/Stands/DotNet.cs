using System.Runtime.InteropServices;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>Where the runtime and the builds are.</summary>
internal static class DotNet
{
    /// <summary>The <c>dotnet</c> whose runtime runs this process, three folders above it: all that is compared runs on the same.</summary>
    public static string Host { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    /// <summary>This program, whose hidden verbs are the baselines.</summary>
    public static string OwnDll { get; } = typeof(DotNet).Assembly.Location;

    /// <summary>The platform's Release build in the repository that this program was built from.</summary>
    public static string PlatformDll()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IotPlatform.sln"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? ".", "src/IotPlatform/bin/production/IotPlatform.dll");
    }
}
