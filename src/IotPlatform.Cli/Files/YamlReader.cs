using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IotPlatform.Cli.Files;

/// <summary>An item of a list in YAML, and the line where it begins.</summary>
public sealed record YamlItem(JsonNode? Value, long Line);

/// <summary>Reads YAML as the JSON that it stands for; faults name their line and column. Anchors, aliases and tags are refused.</summary>
public sealed class YamlReader
{
    private const int MaxDepth = 64;

    private readonly Parser _parser;
    private int _depth;

    private YamlReader(TextReader text) => _parser = new Parser(text);

    /// <summary>The items of all documents; a document is one item or a list of them.</summary>
    public static IReadOnlyList<YamlItem> ReadItems(TextReader text)
    {
        try
        {
            return new YamlReader(text).Items();
        }
        catch (YamlException fault)
        {
            var reason = (fault.InnerException ?? fault).Message;
            throw new RefusedException($"line {fault.Start.Line}, column {fault.Start.Column}: {reason}");
        }
    }

    private List<YamlItem> Items()
    {
        var items = new List<YamlItem>();
        for (Move(); _parser.Current is not StreamEnd; Move())
        {
            if (_parser.Current is StreamStart or DocumentStart or DocumentEnd) continue;
            if (_parser.Current is SequenceStart start)
            {
                Refuse(start);
                for (Move(); _parser.Current is not SequenceEnd; Move()) items.Add(Item());
            }
            else if (_parser.Current is not Scalar { Value: "", Style: ScalarStyle.Plain }) items.Add(Item());
        }
        return items;
    }

    private YamlItem Item()
    {
        var line = _parser.Current!.Start.Line;
        return new(Value(), line);
    }

    // Leaves the parser at the value's last event.
    private JsonNode? Value()
    {
        if (_parser.Current is AnchorAlias alias) throw Fault(alias, "aliases are not known here; write it out");
        if (_parser.Current is NodeEvent node) Refuse(node);
        if (++_depth > MaxDepth) throw Fault(_parser.Current!, $"is nested deeper than {MaxDepth} levels");
        var value = _parser.Current switch
        {
            Scalar scalar => YamlScalar.Read(scalar),
            SequenceStart => Sequence(),
            MappingStart => Mapping(),
            var other => throw Fault(other!, "is no value"),
        };
        _depth--;
        return value;
    }

    private JsonArray Sequence()
    {
        var items = new JsonArray();
        for (Move(); _parser.Current is not SequenceEnd; Move()) items.Add(Value());
        return items;
    }

    private JsonObject Mapping()
    {
        var members = new JsonObject();
        for (Move(); _parser.Current is not MappingEnd; Move())
        {
            if (_parser.Current is not Scalar name) throw Fault(_parser.Current!, "a member's name must be a text");
            Refuse(name);
            if (members.ContainsKey(name.Value)) throw Fault(name, $"{name.Value} is there twice");
            Move();
            members.Add(name.Value, Value());
        }
        return members;
    }

    private void Move()
    {
        if (!_parser.MoveNext()) throw new YamlException(Mark.Empty, Mark.Empty, "ends too early");
    }

    private static void Refuse(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty) throw Fault(node, "anchors are not known here; write it out");
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific) throw Fault(node, "tags are not known here; leave it out");
    }

    private static YamlException Fault(ParsingEvent at, string reason) => new(at.Start, at.End, reason);
}
