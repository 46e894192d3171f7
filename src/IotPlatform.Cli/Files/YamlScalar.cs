using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IotPlatform.Cli.Files;

/// <summary>
/// What a word of YAML stands for: a number where JSON would have one, true, false, null; all else is text. So <c>no</c> is a text, as in
/// YAML 1.2; it is written in quotes all the same, for readers of YAML 1.1.
/// </summary>
internal static partial class YamlScalar
{
    public static JsonNode? Read(Scalar scalar) => scalar.Style is not ScalarStyle.Plain ? scalar.Value : scalar.Value switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        var text when Number().IsMatch(text) => JsonNode.Parse(text),
        var text => text,
    };

    public static Scalar Write(string text)
    {
        var style = text.Any(char.IsControl) || !IsPrintable(text) ? ScalarStyle.DoubleQuoted
            : Ambiguous().IsMatch(text) ? ScalarStyle.SingleQuoted
            : ScalarStyle.Any;
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: style is ScalarStyle.Any, isQuotedImplicit: true);
    }

    public static Scalar WriteRaw(string json) =>
        new(AnchorName.Empty, TagName.Empty, json, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false);

    // What the emitter might fold, or a reader might take for a break or a mark.
    private static bool IsPrintable(string text) =>
        !text.Any(c => c is '\u0085' or '\u00a0' or '\u2028' or '\u2029' or '\ufeff' || char.IsSurrogate(c));

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"^([-+.0-9].*|~|null|true|false|yes|no|on|off|y|n|=|<<|)\z", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Ambiguous();
}
