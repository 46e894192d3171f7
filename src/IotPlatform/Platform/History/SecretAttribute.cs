namespace IotPlatform.Platform;

/// <summary>
/// A member of an event or of a resource that no answer shows, such as what is stored of a password: histories leave it out too.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
