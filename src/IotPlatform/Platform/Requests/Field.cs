namespace IotPlatform.Platform;

/// <summary>A member of a body that may be absent: absent keeps what is there, an explicit null clears it.</summary>
public readonly record struct Field<T>(bool IsPresent, T Value)
{
    /// <summary>The new value where one was sent, else <paramref name="current"/>.</summary>
    public T Or(T current) => IsPresent ? Value : current;
}
