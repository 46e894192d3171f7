using Mono.Cecil;
using Mono.Cecil.Cil;

namespace IotPlatform.Tests.Architecture;

/// <summary>
/// One type names another. Read from the compiled code down to the last state machine: ArchUnitNET overlooks what an async lambda within
/// a lambda names, which is where a composition root does most of its naming.
/// </summary>
internal sealed record Reference(string FromSpace, string From, string ToSpace, string To)
{
    public override string ToString() => $"{From} knows {To}";

    /// <summary>All references in an assembly, each once; what the compiler makes of a type counts as the type itself.</summary>
    public static IReadOnlyList<Reference> In(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        return [.. module.GetTypes().SelectMany(type => Named(type).SelectMany(Parts).Select(named => Of(Outermost(type), Outermost(named)))).Distinct()];
    }

    private static Reference Of(TypeReference from, TypeReference to) => new(from.Namespace, from.FullName, to.Namespace, to.FullName);

    private static IEnumerable<TypeReference?> Named(TypeDefinition type) =>
    [
        type.BaseType, .. type.Interfaces.Select(face => face.InterfaceType), .. Attributes(type), .. type.GenericParameters.SelectMany(Constraints),
        .. type.Fields.Select(field => field.FieldType), .. type.Fields.SelectMany(Attributes), .. type.Properties.SelectMany(Attributes),
        .. type.Methods.SelectMany(Named),
    ];

    private static IEnumerable<TypeReference?> Named(MethodDefinition method) =>
    [
        .. Signature(method), .. Attributes(method), .. method.GenericParameters.SelectMany(Constraints),
        .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType) : [],
        .. method.HasBody ? method.Body.ExceptionHandlers.Select(handler => handler.CatchType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(Named) : [],
    ];

    private static IEnumerable<TypeReference?> Named(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [.. Signature(method), .. method.GenericArguments],
        MethodReference method => Signature(method),
        _ => [],
    };

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
        [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType)];

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider provider) =>
        provider.CustomAttributes.SelectMany(attribute => attribute.ConstructorArguments.Select(argument => argument.Value as TypeReference)
            .OfType<TypeReference>().Append(attribute.AttributeType));

    private static IEnumerable<TypeReference> Constraints(GenericParameter parameter) =>
        parameter.Constraints.Select(constraint => constraint.ConstraintType);

    /// <summary>The types that a type is put together of: <c>List&lt;Device[]&gt;</c> names <c>List</c> and <c>Device</c>.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        _ => [type],
    };

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
