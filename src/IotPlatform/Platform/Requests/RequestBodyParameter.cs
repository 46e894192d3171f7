using System.Reflection;
using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Frames;
using JasperFx.CodeGeneration.Model;
using JasperFx.Core.Reflection;
using Wolverine.Http;
using Wolverine.Http.CodeGen;

namespace IotPlatform.Platform;

/// <summary>Teaches Wolverine to read <see cref="IRequestBody{TSelf}"/> parameters, so that an endpoint sees only valid requests.</summary>
public sealed class RequestBodyParameter : IParameterStrategy
{
    /// <inheritdoc/>
    public bool TryMatch(HttpChain chain, IServiceContainer container, ParameterInfo parameter, out Variable? variable)
    {
        variable = parameter.ParameterType.Closes(typeof(IRequestBody<>)) ? new ReadRequestBody(parameter).Request : null;
        return variable is not null;
    }

    private sealed class ReadRequestBody : AsyncFrame
    {
        public ReadRequestBody(ParameterInfo parameter) => Request = new Variable(parameter.ParameterType, parameter.Name!, this);

        public Variable Request { get; }

        public override void GenerateCode(GeneratedMethod method, ISourceWriter writer)
        {
            var reader = $"{typeof(RequestBody).FullNameInCode()}.{nameof(RequestBody.ReadAsync)}<{Request.VariableType.FullNameInCode()}>";
            writer.Write($"var ({Request.Usage}, refusedBody) = await {reader}(httpContext);");
            writer.Write("BLOCK:if (refusedBody is not null)");
            writer.Write("await refusedBody.ExecuteAsync(httpContext);");
            writer.Write("return;");
            writer.FinishBlock();
            Next?.GenerateCode(method, writer);
        }
    }
}
