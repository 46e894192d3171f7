using System.Reflection;
using IotPlatform.Platform;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Architecture;

/// <summary>Events are shown to whoever may read the resource, so what is secret in them has to say so.</summary>
public sealed class SecretTests
{
    private static readonly string[] Suspicious = ["Hash", "Secret", "Password", "Token", "Credential", "Salt"];

    private static IEnumerable<PropertyInfo> Suspects() => Product.App.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IFact)) && !type.IsInterface).SelectMany(WithParts).Distinct()
        .SelectMany(type => type.GetProperties())
        .Where(member => Array.Exists(Suspicious, word => member.Name.Contains(word, StringComparison.OrdinalIgnoreCase)));

    // Seen red: the attribute taken from DeviceRegistered.CredentialHash.
    [Fact]
    public void a_member_of_an_event_that_sounds_secret_is_left_out_of_histories()
    {
        var suspects = Suspects().ToList();
        suspects.ShouldContain(member => member.Name == "CredentialHash");
        suspects.Where(member => !member.IsDefined(typeof(SecretAttribute))).Select(member => $"{member.DeclaringType!.Name}.{member.Name}")
            .ShouldBeEmpty("[property: Secret] leaves it out; if it is none, give it another name");
    }

    private static IEnumerable<Type> WithParts(Type type) =>
        type.GetProperties().Select(member => member.PropertyType).SelectMany(part => part.GetGenericArguments().Append(part))
            .Where(part => part.Assembly == Product.App && part != type).SelectMany(WithParts).Prepend(type);
}
