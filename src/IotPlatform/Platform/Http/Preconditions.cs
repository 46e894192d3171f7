namespace IotPlatform.Platform;

/// <summary>Versions as HTTP validators: a resource's ETag is the version of its event stream.</summary>
public static class Preconditions
{
    /// <summary>The ETag of a version.</summary>
    public static string ETag(long version) => $"\"{version}\"";

    /// <summary>Whether the request's If-Match, where there is one, names <paramref name="version"/>.</summary>
    public static bool Hold(HttpContext http, long version)
    {
        var header = http.Request.Headers.IfMatch;
        if (header.Count == 0) return true;
        var tags = header.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries));
        return tags.Any(tag => tag == "*" || tag == ETag(version));
    }
}
