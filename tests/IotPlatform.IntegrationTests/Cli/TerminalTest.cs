namespace IotPlatform.IntegrationTests.Cli;

/// <summary>A test of verbs over the API, with a customer and a folder of its own.</summary>
public abstract class TerminalTest(PlatformFixture platform) : PlatformTest(platform), IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(TestFolder.NewPath()).FullName;

    public void Dispose() => TestFolder.Remove(_folder);

    protected Task<Printed> RunAsync(params string[] arguments) => PrintedTerminal.RunAsync(Platform, Customer, arguments);

    /// <summary>A path in the test's folder.</summary>
    protected string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Writes a file into it, and gives its path.</summary>
    protected async Task<string> FileAsync(string name, string text)
    {
        await File.WriteAllTextAsync(PathOf(name), text);
        return PathOf(name);
    }
}
