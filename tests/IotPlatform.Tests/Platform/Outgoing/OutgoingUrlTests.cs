using IotPlatform.Platform;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform.Outgoing;

public sealed class OutgoingUrlTests
{
    private const string Private = "must lead to a public address, not into a private network";

    [Theory]
    [InlineData("https://example.com")]
    [InlineData("HTTPS://EXAMPLE.COM/Hook")]
    [InlineData("https://example.com:8443/hook?key=1&mail=me@example.com#there")]
    [InlineData("https://xn--bcher-kva.example/hook")]
    [InlineData("https://mylocalhost/hook")]
    [InlineData("https://93.184.216.34/hook")]
    [InlineData("https://[2606:2800:220:1:248:1893:25c8:1946]/hook")]
    [InlineData("https://[::ffff:93.184.216.34]/")]
    [InlineData("https://[64:ff9b::93.184.216.34]/")]
    public void a_public_https_url_has_no_fault(string url)
    {
        OutgoingUrl.FaultIn(url, allowPrivateNetworks: false).ShouldBeNull();
        OutgoingUrl.FaultIn(url, allowPrivateNetworks: true).ShouldBeNull();
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://127.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0x7f.0x0.0x0.0x1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://0/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://012.0.0.1/")]
    [InlineData("https://100.64.0.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://2852039166/")]
    [InlineData("https://172.16.0.1/")]
    [InlineData("https://172.31.255.255/")]
    [InlineData("https://192.0.0.1/")]
    [InlineData("https://192.0.2.1/")]
    [InlineData("https://192.88.99.1/")]
    [InlineData("https://192.168.1.1:8443/")]
    [InlineData("https://0xc0a80101/")]
    [InlineData("https://198.19.0.1/")]
    [InlineData("https://198.51.100.1/")]
    [InlineData("https://203.0.113.1/")]
    [InlineData("https://224.0.0.1/")]
    [InlineData("https://255.255.255.255/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[0:0:0:0:0:0:0:1]:8443/")]
    [InlineData("https://[::127.0.0.1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://[64:ff9b::10.0.0.1]/")]
    [InlineData("https://[64:ff9b::7f00:1]/")]
    [InlineData("https://[64:ff9b:1::a00:1]/")]
    [InlineData("https://[100::1]/")]
    [InlineData("https://[2001:0:a00:1::1]/")]
    [InlineData("https://[2001:db8::1]/")]
    [InlineData("https://[2002:7f00:1::]/")]
    [InlineData("https://[2002:5db8:d822::]/")]
    [InlineData("https://[3fff::1]/")]
    [InlineData("https://[fc00::1]/")]
    [InlineData("https://[fd12:3456::1]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://[fe80::1%1]/")]
    [InlineData("https://[2606:2800:220:1:248:1893:25c8:1946%251]/")]
    [InlineData("https://[fec0::1]/")]
    [InlineData("https://[ff02::1]/")]
    [InlineData("https://localhost/")]
    [InlineData("https://LocalHost:8443/")]
    [InlineData("https://api.localhost/")]
    public void an_address_of_no_public_network_is_refused_in_any_spelling(string url)
    {
        OutgoingUrl.FaultIn(url, allowPrivateNetworks: false).ShouldBe(Private);
        OutgoingUrl.FaultIn(url, allowPrivateNetworks: true).ShouldBeNull();
    }

    [Theory]
    [InlineData("http://example.com", "must be an https URL")]
    [InlineData("http://10.0.0.1/", "must be an https URL")]
    public void plain_http_is_for_operators_to_allow(string url, string fault)
    {
        OutgoingUrl.FaultIn(url, allowPrivateNetworks: false).ShouldBe(fault);
        OutgoingUrl.FaultIn(url, allowPrivateNetworks: true).ShouldBeNull();
    }

    [Theory]
    [InlineData("", "must be an absolute URL")]
    [InlineData("/hook", "must be an absolute URL")]
    [InlineData("//example.com/hook", "must be an absolute URL")]
    [InlineData("example.com/hook", "must be an absolute URL")]
    [InlineData("https:example.com", "must be an absolute URL")]
    [InlineData("https://", "must be an absolute URL")]
    [InlineData("https:///hook", "must be an absolute URL")]
    [InlineData("https://exa mple.com", "must be an absolute URL")]
    [InlineData(" https://example.com", "must be an absolute URL")]
    [InlineData("https://example.com\n", "must be an absolute URL")]
    [InlineData("https://example.com/\0", "must be an absolute URL")]
    [InlineData("https://example.com/\u2028", "must be an absolute URL")]
    [InlineData("https:\\\\example.com", "must be an absolute URL")]
    [InlineData("https://example.com\\@127.0.0.1/", "must be an absolute URL")]
    [InlineData("https://%6c%6f%63alhost/", "must be an absolute URL")]
    [InlineData("https://%31%32%37.0.0.1/", "must be an absolute URL")]
    [InlineData("https://example.com:99999/", "must be an absolute URL")]
    [InlineData("ftp://example.com", "must be an https URL")]
    [InlineData("file:///etc/passwd", "must be an absolute URL")]
    [InlineData("gopher://127.0.0.1:6379/_FLUSHALL", "must be an https URL")]
    [InlineData("https://me:secret@example.com", "must not hold a user name or password")]
    [InlineData("https://me@example.com", "must not hold a user name or password")]
    [InlineData("https://@example.com", "must not hold a user name or password")]
    [InlineData("https://localhost./", "must not end its host in a dot")]
    [InlineData("https://127.0.0.1./", "must not end its host in a dot")]
    [InlineData("https://example.com./", "must not end its host in a dot")]
    [InlineData("https://bücher.example/", "must name its host in ASCII: an international name in its xn-- form")]
    [InlineData("https://①②⑦.⓪.⓪.①/", "must name its host in ASCII: an international name in its xn-- form")]
    [InlineData("https://127。0。0。1/", "must name its host in ASCII: an international name in its xn-- form")]
    public void what_is_no_url_to_call_is_refused_whatever_the_operator_allows(string url, string fault)
    {
        OutgoingUrl.FaultIn(url, allowPrivateNetworks: false).ShouldBe(fault);
        OutgoingUrl.FaultIn(url, allowPrivateNetworks: true).ShouldBe(fault);
    }

    [Fact]
    public void it_has_2048_characters_at_most()
    {
        OutgoingUrl.FaultIn($"https://example.com/{new string('x', 2028)}", false).ShouldBeNull();
        OutgoingUrl.FaultIn($"https://example.com/{new string('x', 2029)}", false).ShouldBe("must have 2048 characters at most");
    }
}
