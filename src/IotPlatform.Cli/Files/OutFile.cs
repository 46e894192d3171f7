using System.Text;

namespace IotPlatform.Cli.Files;

/// <summary>Writes a file, or standard output; a file that was there stays as it was until the new one is complete.</summary>
public static class OutFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Lets <paramref name="write"/> write text to <paramref name="path"/>, or to standard output without one.</summary>
    public static async Task WriteTextAsync(string? path, Func<TextWriter, Task> write)
    {
        if (path is not null)
        {
            await WriteAsync(path, async output =>
            {
                await using var text = new StreamWriter(output, Utf8) { NewLine = "\n" };
                await write(text);
            });
            return;
        }
        await write(Console.Out);
        await Console.Out.FlushAsync();
    }

    /// <summary>Lets <paramref name="write"/> write bytes to <paramref name="path"/>, or to standard output without one.</summary>
    public static async Task WriteAsync(string? path, Func<Stream, Task> write)
    {
        if (path is null)
        {
            await using var output = Console.OpenStandardOutput();
            await write(output);
            return;
        }
        var unfinished = $"{path}.unfinished";
        try
        {
            await using (var output = File.Create(unfinished)) await write(output);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"{path} cannot be written: {fault.Message}");
        }
        finally
        {
            if (File.Exists(unfinished)) File.Delete(unfinished);
        }
    }
}
