namespace IotPlatform.Hosting;

/// <summary>The API key of the first start: shown once, and kept where only the operator can read it.</summary>
public static class FirstKey
{
    /// <summary>Prints the key and writes it to <c>api-key</c> in the data directory.</summary>
    public static void Show(PlatformSettings settings, string key)
    {
        Directory.CreateDirectory(settings.DataDirectory);
        var file = Path.Combine(settings.DataDirectory, "api-key");
        DataDirectory.WriteSecret(file, key + Environment.NewLine);
        Console.WriteLine($"API key (shown this once, kept in {file}): {key}");
    }
}
