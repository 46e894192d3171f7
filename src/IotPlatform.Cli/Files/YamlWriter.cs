using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IotPlatform.Cli.Files;

/// <summary>Writes JSON as YAML that reads back as the same JSON.</summary>
public static class YamlWriter
{
    private static readonly EmitterSettings Settings =
        new(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, indentSequences: false, newLine: "\n");

    /// <summary>Writes a document that is a list.</summary>
    public static void Write(TextWriter text, IEnumerable<JsonNode> items)
    {
        var emitter = new Emitter(text, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Sequence(emitter, items);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private static void Value(Emitter emitter, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject members:
                Mapping(emitter, members);
                break;
            case JsonArray items:
                Sequence(emitter, items);
                break;
            case JsonValue text when text.GetValueKind() is JsonValueKind.String:
                emitter.Emit(YamlScalar.Write(text.GetValue<string>()));
                break;
            default:
                emitter.Emit(YamlScalar.WriteRaw(Json.Text(value)));
                break;
        }
    }

    private static void Sequence(Emitter emitter, IEnumerable<JsonNode?> items)
    {
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
        foreach (var item in items) Value(emitter, item);
        emitter.Emit(new SequenceEnd());
    }

    private static void Mapping(Emitter emitter, JsonObject members)
    {
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
        foreach (var (name, value) in members)
        {
            emitter.Emit(YamlScalar.Write(name));
            Value(emitter, value);
        }
        emitter.Emit(new MappingEnd());
    }
}
