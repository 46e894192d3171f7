namespace IotPlatform.Cli.Files;

/// <summary>Opens a file that is read, or standard input where its name is <c>-</c>.</summary>
public static class InFile
{
    /// <summary>What it holds.</summary>
    /// <exception cref="RefusedException">It cannot be read.</exception>
    public static Stream Open(string path)
    {
        try
        {
            return path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"{path} cannot be read: {fault.Message}");
        }
    }
}
