using System.Text.Json;

namespace IotPlatform.Platform;

/// <summary>The words by which the API names the values of an enum: snake_case.</summary>
public static class Words
{
    /// <summary>All words of <typeparamref name="T"/>, in the order of its values.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => Cache<T>.Words;

    /// <summary>The word of one value.</summary>
    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a word that is one of <see cref="All{T}"/>.</summary>
    public static T Parse<T>(string word) where T : struct, Enum => Enum.GetValues<T>()[Cache<T>.Words.IndexOf(word)];

    private static class Cache<T> where T : struct, Enum
    {
        public static readonly List<string> Words = [.. Enum.GetValues<T>().Select(Of)];
    }
}
