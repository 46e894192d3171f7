using System.Net;

namespace IotPlatform.Notifications;

/// <summary>A notification as HTML that mail programs show: tables, and each style where it is used.</summary>
internal static class EmailHtml
{
    private const string
        Font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif",
        Name = "padding:6px 16px 6px 0;color:#616161;vertical-align:top;white-space:nowrap",
        Value = "padding:6px 0;color:#212121;vertical-align:top",
        Line = "padding:4px 0;color:#212121;border-top:1px solid #eeeeee";

    public static string Of(MessageText text) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Encode(text.Headline)}</title></head>
        <body style="margin:0;padding:24px;background:#f5f5f5;{Font};font-size:15px;line-height:1.4">
        <table role="presentation" width="100%" cellspacing="0" cellpadding="0"
          style="max-width:640px;margin:0 auto;background:#ffffff;border-radius:6px">
        <tr><td style="padding:16px 24px;border-radius:6px 6px 0 0;background:{MessageColors.Of(text.Tone)};color:#ffffff">
        <div style="font-size:12px;font-weight:600;letter-spacing:1px">{Encode(text.Tag)}</div>
        <div style="font-size:20px;font-weight:600">{Encode(text.Subject)}</div>
        </td></tr>
        <tr><td style="padding:16px 24px">
        <table role="presentation" cellspacing="0" cellpadding="0" style="{Font};font-size:15px">
        {Lines(text.Facts.Select(Row))}
        </table>
        {Lines(text.Alarms.Select(line => $"""<div style="{Line}">{Encode(line)}</div>"""))}
        </td></tr>
        </table>
        </body>
        </html>

        """;

    private static string Row(MessageFact fact) =>
        $"""<tr><td style="{Name}">{Encode(fact.Name)}</td><td style="{Value}">{Encode(fact.Value)}</td></tr>""";

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
