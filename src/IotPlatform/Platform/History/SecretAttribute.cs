namespace IotPlatform.Platform;

/// <summary>A member of an event that no answer shows, such as what is stored of a password: histories leave it out.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
