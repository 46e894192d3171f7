using System.Diagnostics.CodeAnalysis;

namespace IotPlatform.RuleEngine;

/// <summary>Something wrong in what a client sent.</summary>
/// <param name="Field">The member at fault as the client spelt it, for example <c>config.value</c>.</param>
/// <param name="Message">What it must be instead; reads on from the field's name.</param>
public sealed record Fault(string Field, string Message);

/// <summary>What came of reading input: a value, or every fault that was found in it.</summary>
public sealed record Parsed<T> where T : class
{
    private readonly T? _value;

    private Parsed(T? value, IReadOnlyList<Fault> faults) => (_value, Faults) = (value, faults);

    internal Parsed(T value) : this(value, []) { }

    internal Parsed(IReadOnlyList<Fault> faults) : this(null, faults) { }

    /// <summary>All faults, in the order in which the members are documented; empty when there is a value.</summary>
    public IReadOnlyList<Fault> Faults { get; }

    /// <summary>The value when the input was free of faults.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value)
    {
        value = _value;
        return value is not null;
    }
}
