using System.Text;

namespace IotPlatform.Cli.Files;

/// <summary>Writes a file, or standard output; a file that was there stays as it was until the new one is complete.</summary>
public static class OutFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Lets <paramref name="write"/> write to <paramref name="file"/>, or to standard output without one.</summary>
    public static async Task WriteAsync(string? file, Func<TextWriter, Task> write)
    {
        if (file is null)
        {
            await write(Console.Out);
            await Console.Out.FlushAsync();
            return;
        }
        var unfinished = $"{file}.unfinished";
        try
        {
            await using (var text = new StreamWriter(unfinished, append: false, Utf8) { NewLine = "\n" }) await write(text);
            File.Move(unfinished, file, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"{file} cannot be written: {fault.Message}");
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
