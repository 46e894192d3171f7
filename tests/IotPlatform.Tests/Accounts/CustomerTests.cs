using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Xunit;
using IotPlatform.Accounts;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Accounts;

public sealed partial class CustomerTests
{
    [Theory]
    [InlineData("default", "default")]
    [InlineData("Acme GmbH", "acme-gmbh")]
    [InlineData("  A & B -- C.  ", "a-b-c")]
    [InlineData("Zürich 2", "z-rich-2")]
    [InlineData("0123456789012345678901234567890123456789xyz", "0123456789012345678901234567890123456789")]
    [InlineData("012345678901234567890123456789012345678 xyz", "012345678901234567890123456789012345678")]
    public void an_id_is_made_of_the_name(string name, string id) => Customer.IdOf(name).ShouldBe(id);

    [Fact]
    public void a_name_in_another_script_has_an_id_of_its_own()
    {
        Customer.IdOf("東京").ShouldMatch("^c-[0-9a-f]{12}$");
        Customer.IdOf("東京").ShouldBe(Customer.IdOf("東京"));
        Customer.IdOf("東京").ShouldNotBe(Customer.IdOf("大阪"));
    }

    [Property(QuietOnSuccess = true)]
    public void every_id_fits_before_the_dot_of_a_user_name(NonNull<string> name)
    {
        Customer.IdOf(name.Get).ShouldMatch(Id().ToString());
        Customer.IdOf(name.Get).ShouldNotBe(AccountStore.Tenant);
    }

    [Fact]
    public void a_customer_is_what_its_creation_says()
    {
        var at = Instant.FromUtc(2026, 1, 1, 0, 0);
        Customer.Fold(null, new CustomerCreated("acme", "Acme", at)).ShouldBe(new Customer("acme", "Acme", at));
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$")]
    private static partial Regex Id();
}
