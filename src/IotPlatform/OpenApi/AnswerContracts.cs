using IotPlatform.Platform;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace IotPlatform.OpenApi;

/// <summary>Leaves out of schemas what answers leave out.</summary>
public sealed class AnswerContracts(ISerializerDataContractResolver all) : ISerializerDataContractResolver
{
    /// <inheritdoc/>
    public DataContract GetDataContractForType(Type type)
    {
        var contract = all.GetDataContractForType(type);
        return contract.ObjectProperties?.Any(IsSecret) is true
            ? DataContract.ForObject(type, [.. contract.ObjectProperties.Where(member => !IsSecret(member))], contract.ObjectExtensionDataType)
            : contract;
    }

    private static bool IsSecret(DataProperty member) => member.MemberInfo?.IsDefined(typeof(SecretAttribute), true) is true;
}
