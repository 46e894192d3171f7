using Marten;

namespace IotPlatform.Platform;

/// <summary>Those that use a thing, which cannot go while they do.</summary>
public static class Users
{
    // More names than this help nobody.
    private const int Named = 10;

    /// <summary>The refusal that names the first of them; null when there are none.</summary>
    /// <param name="nameOf">A user's name and id.</param>
    /// <param name="say">Puts the names into a sentence that says what to do.</param>
    public static async Task<Problem?> RefuseAsync<T>(
        IQueryable<T> users, Func<T, (string Name, string Id)> nameOf, Func<string, string> say, CancellationToken cancellation)
        where T : notnull
    {
        var some = await users.Take(Named + 1).ToListAsync(cancellation);
        if (some.Count == 0) return null;
        var names = some.Take(Named).Select(nameOf).Select(user => $"'{user.Name}' ({user.Id})");
        return Problem.InUse(say($"{string.Join(", ", names)}{(some.Count > Named ? " and more" : "")}"));
    }
}
