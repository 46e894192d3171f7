using System.CommandLine;

namespace IotPlatform.Cli;

/// <summary>Options that do not take every value of their type: a wrong one is a wrong command line, and nothing is tried.</summary>
internal static class Bounds
{
    /// <summary>The same option, which takes only what is fine; <paramref name="values"/> says what that is: "1 to 64".</summary>
    public static Option<T> Taking<T>(this Option<T> option, Func<T, bool> isFine, string values)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<T>() is { } value && !isFine(value)) result.AddError($"{option.Name} takes {values}");
        });
        return option;
    }
}
