namespace IotPlatform.Platform;

/// <summary>
/// A thing with a life: its state is the fold of its event stream, and the very shape in which the API answers it.
/// The stream's key is the resource's id, within its customer.
/// </summary>
public interface IResource<TSelf> where TSelf : class, IResource<TSelf>
{
    /// <summary>What people call it, for messages: <c>device</c>.</summary>
    static abstract string Kind { get; }

    /// <summary>The path of its collection: <c>/v1/iot/devices</c>.</summary>
    static abstract string Path { get; }

    /// <summary>The path of one of them, for the Location of what was just created.</summary>
    static virtual string LocationOf(TSelf state, string id) => $"{TSelf.Path}/{Uri.EscapeDataString(id)}";

    /// <summary>The types of the events that <see cref="Fold"/> knows.</summary>
    static abstract IReadOnlyList<Type> EventTypes { get; }

    /// <summary>The state after <paramref name="fact"/>; null before the first event and after the deletion. A pure function.</summary>
    static abstract TSelf? Fold(TSelf? state, object fact);
}
