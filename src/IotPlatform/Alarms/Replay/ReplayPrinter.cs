using Spectre.Console;

namespace IotPlatform.Alarms;

/// <summary>Prints a replay: in colours on a terminal, as bare text where it is piped to a file or a program.</summary>
public static class ReplayPrinter
{
    /// <summary>Prints all lines.</summary>
    public static void Print(IEnumerable<ReplayLine> lines)
    {
        foreach (var line in lines)
        {
            if (Console.IsOutputRedirected) Console.WriteLine(line.Text);
            else AnsiConsole.Write(new Text(line.Text + Environment.NewLine, StyleOf(line.Tone)));
        }
    }

    private static Style StyleOf(ReplayTone tone) => tone switch
    {
        ReplayTone.Heading => new Style(decoration: Decoration.Bold),
        ReplayTone.Note => new Style(Color.Green),
        ReplayTone.Evidence => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}
