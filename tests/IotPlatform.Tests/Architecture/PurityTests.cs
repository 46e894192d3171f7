using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Architecture;

/// <summary>Decisions are functions of their arguments; where time comes from is settled in one place.</summary>
public sealed class PurityTests
{
    // Seen red: the engine using a type of Npgsql.
    [Fact]
    public void the_rule_engine_refers_to_noda_time_and_the_base_class_library_alone() =>
        Product.Engine.GetReferencedAssemblies().Select(assembly => assembly.Name!)
            .Where(name => name is not "NodaTime" && name != "System" && !name.StartsWith("System.", StringComparison.Ordinal))
            .ShouldBeEmpty();

    // Seen red: Platform reading SystemClock in an async lambda, with the analyzer silenced.
    [Fact]
    public void the_root_alone_names_the_system_clock()
    {
        var namers = Product.References.Where(reference => reference.To == "NodaTime.SystemClock")
            .ToLookup(reference => Product.SliceOf(reference.FromSpace) == "", reference => reference.From);
        // Program names it; if that went unseen, so would any other.
        namers[true].ShouldNotBeEmpty();
        namers[false].ShouldBeEmpty();
    }
}
