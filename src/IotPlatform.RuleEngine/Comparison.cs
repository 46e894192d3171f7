namespace IotPlatform.RuleEngine;

/// <summary>How a sample is compared with a rule's value.</summary>
public enum Comparison
{
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
    Equal,
    NotEqual,
}

/// <summary>The spelling and the meaning of each <see cref="Comparison"/>.</summary>
public static class Comparisons
{
    /// <summary>What a client may write, for error messages.</summary>
    public const string Spellings = ">, >=, <, <=, ==, !=, gt, gte, lt, lte, eq, ne";

    public static Comparison? Parse(string text) => text switch
    {
        ">" or "gt" => Comparison.GreaterThan,
        ">=" or "gte" => Comparison.GreaterThanOrEqual,
        "<" or "lt" => Comparison.LessThan,
        "<=" or "lte" => Comparison.LessThanOrEqual,
        "==" or "eq" => Comparison.Equal,
        "!=" or "ne" => Comparison.NotEqual,
        _ => null,
    };

    public static string Symbol(this Comparison comparison) => comparison switch
    {
        Comparison.GreaterThan => ">",
        Comparison.GreaterThanOrEqual => ">=",
        Comparison.LessThan => "<",
        Comparison.LessThanOrEqual => "<=",
        Comparison.Equal => "==",
        _ => "!=",
    };

    /// <summary>The comparison that holds exactly when this one does not.</summary>
    public static Comparison Complement(this Comparison comparison) => comparison switch
    {
        Comparison.GreaterThan => Comparison.LessThanOrEqual,
        Comparison.GreaterThanOrEqual => Comparison.LessThan,
        Comparison.LessThan => Comparison.GreaterThanOrEqual,
        Comparison.LessThanOrEqual => Comparison.GreaterThan,
        Comparison.Equal => Comparison.NotEqual,
        _ => Comparison.Equal,
    };

    /// <summary>Whether it asks for an order, which only numbers have here.</summary>
    public static bool IsOrder(this Comparison comparison) => comparison is not (Comparison.Equal or Comparison.NotEqual);

    /// <summary>Null when the comparison asks for an order that the two values don't have.</summary>
    public static bool? Holds(this Comparison comparison, Scalar left, Scalar right) => comparison switch
    {
        Comparison.Equal => left == right,
        Comparison.NotEqual => left != right,
        _ when left.TryGetNumber(out var l) && right.TryGetNumber(out var r) => comparison switch
        {
            Comparison.GreaterThan => l > r,
            Comparison.GreaterThanOrEqual => l >= r,
            Comparison.LessThan => l < r,
            _ => l <= r,
        },
        _ => null,
    };
}
