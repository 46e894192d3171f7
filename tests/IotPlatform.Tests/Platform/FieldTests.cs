using IotPlatform.Platform;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class FieldTests
{
    [Fact]
    public void an_absent_member_keeps_what_is_there() => default(Field<string?>).Or("old").ShouldBe("old");

    [Fact]
    public void a_member_replaces_what_is_there() => new Field<string?>(true, "new").Or("old").ShouldBe("new");

    [Fact]
    public void an_explicit_null_clears_what_is_there() => new Field<string?>(true, null).Or("old").ShouldBeNull();
}
