namespace IotPlatform.IntegrationTests;

/// <summary>Folders for what a test leaves on disk.</summary>
public static class TestFolder
{
    /// <summary>A path that nobody uses. Not a folder of the runtime's making: PostgreSQL's own user must be able to enter it.</summary>
    public static string NewPath() => Path.Combine("/tmp", $"iot-test-{Path.GetRandomFileName()}");

    /// <summary>Removes the folder with all that is in it.</summary>
    public static void Remove(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }
}
