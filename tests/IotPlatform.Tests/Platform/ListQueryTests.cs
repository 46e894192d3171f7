using IotPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class ListQueryTests
{
    private static readonly IReadOnlyDictionary<string, string> Sortable =
        new Dictionary<string, string> { ["created_at"] = "d.made", ["name"] = "d.name" };

    private static ListQuery Query(string text, params IReadOnlyList<ListFilter> filters) =>
        new ListDefinition("things") { Grows = typeof(object), Sortable = Sortable, Filters = filters }.Read(
            new QueryCollection(QueryHelpers.ParseQuery(text)));

    private static void ShouldFault(ListQuery query, string field, string message) =>
        query.Faults.ShouldHaveSingleItem().ShouldBe(new Fault(field, message));

    [Fact]
    public void without_parameters_it_is_the_first_page_of_50_oldest_first()
    {
        var query = Query("");
        (query.Page, query.PageSize, query.Offset, query.OrderBy, query.Where).ShouldBe((1, 50, 0L, "d.made, d.id", "d.tenant_id = $1"));
        query.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void a_page_begins_after_those_before_it() => Query("?page=4&page_size=100").Offset.ShouldBe(300);

    [Theory]
    [InlineData("page=0", "page", int.MaxValue)]
    [InlineData("page=x", "page", int.MaxValue)]
    [InlineData("page=1.5", "page", int.MaxValue)]
    [InlineData("page=1&page=2", "page", int.MaxValue)]
    [InlineData("page=2147483648", "page", int.MaxValue)]
    [InlineData("page_size=0", "page_size", 100)]
    [InlineData("page_size=101", "page_size", 100)]
    [InlineData("page_size=99999999999", "page_size", 100)]
    public void paging_keeps_its_bounds(string text, string field, int max) =>
        ShouldFault(Query(text), field, $"must be a whole number from 1 to {max}");

    [Theory]
    [InlineData("sort=name", "d.name, d.id")]
    [InlineData("sort=-name", "d.name desc, d.id desc")]
    public void it_sorts_by_what_is_asked_with_the_id_as_tie_break(string text, string order) => Query(text).OrderBy.ShouldBe(order);

    [Fact]
    public void the_order_may_be_descending_by_default() =>
        new ListDefinition("things") { Grows = typeof(object), Sortable = Sortable, DefaultSort = "-created_at" }.Read(new QueryCollection()).OrderBy.ShouldBe("d.made desc, d.id desc");

    [Fact]
    public void it_sorts_by_nothing_else()
    {
        var query = Query("sort=secret;drop table x");
        ShouldFault(query, "sort", "must be one of created_at, name, with - in front for descending");
        query.OrderBy.ShouldBe("d.id");
    }

    [Fact]
    public void unknown_parameters_are_ignored() =>
        Query("?colour=red", ListFilter.Text("d.name = {0}", "name")).Where.ShouldBe("d.tenant_id = $1");

    [Fact]
    public void filters_are_joined_and_their_values_are_parameters()
    {
        var query = Query(
            "?name=o'Neill&flag=TRUE&type=x&since=2026-01-31T12:00:00%2B01:00",
            ListFilter.Text("d.name = {0}", "name"),
            ListFilter.Flag("d.flag", "not d.flag", "flag"),
            ListFilter.Choice("type", ["x", "y"]),
            ListFilter.Time("since", "d.made >= {0}"));
        query.Faults.ShouldBeEmpty();
        query.Where.ShouldBe("d.tenant_id = $1 and d.name = $2 and d.flag and d.data->>'type' = 'x' and d.made >= $3");
        query.Parameters.Select(parameter => parameter.Value).ShouldBe(["o'Neill", "2026-01-31T11:00:00.000000Z"]);
    }

    [Fact]
    public void a_flag_of_the_document_is_compared_with_its_word() =>
        Query("?is_on=false", ListFilter.Flag("is_on")).Where.ShouldBe("d.tenant_id = $1 and d.data->>'is_on' = 'false'");

    [Fact]
    public void what_tells_one_filtered_list_from_another_is_the_customer_the_filters_and_their_values()
    {
        var list = new ListDefinition("things") { Grows = typeof(object), Sortable = Sortable };
        string Key(string text, string customer = "acme") =>
            Query(text, ListFilter.Text("d.name = {0}", "name"), ListFilter.Choices("s", ["a", "b"])).FiltersOf(list, customer);
        string[] keys = [Key("?name=x"), Key("?name=y"), Key(""), Key("?s=a"), Key("?s=a,b"), Key("?name=x", "other")];
        keys.Distinct().Count().ShouldBe(keys.Length);
        Key("?name=x&page=2&page_size=7&sort=-name").ShouldBe(keys[0]);
    }

    [Fact]
    public void a_list_is_as_volatile_as_the_filters_that_are_used()
    {
        ListFilter[] filters = [ListFilter.Flag("a", "b", "now") with { IsVolatile = true }, ListFilter.Text("{0}", "name")];
        Query("?now=true", filters).IsVolatile.ShouldBeTrue();
        Query("?name=x", filters).IsVolatile.ShouldBeFalse();
    }

    [Fact]
    public void the_first_of_a_name_and_its_aliases_counts() =>
        Query("?type=old&device_type=new", ListFilter.Text("{0}", "device_type", "type")).Parameters.ShouldHaveSingleItem().Value
            .ShouldBe("new");

    [Theory]
    [InlineData("?s=a&s=b")]
    [InlineData("?s=a,b")]
    [InlineData("?s=a, b")]
    [InlineData("?s=b&s=a&s=b,a")]
    public void several_choices_may_be_repeated_or_a_comma_list(string text)
    {
        var query = Query(text, ListFilter.Choices("s", ["a", "b", "c"]));
        query.Parameters.ShouldBeEmpty();
        query.Where.ShouldBe("d.tenant_id = $1 and d.data->>'s' in ('a', 'b')");
    }

    [Theory]
    [InlineData("?s=c,a", "'a', 'c'")]
    [InlineData("?name=x", "'a', 'b', 'c'")]
    public void a_query_knows_which_filters_were_asked_for_and_which_words_pass(string text, string words)
    {
        var (letter, name) = (ListFilter.Choices("s", ["a", "b", "c"]), ListFilter.Text("d.name = {0}", "name"));
        var query = Query(text, letter, name);
        query.Filters.Keys.ShouldBe([text.Contains("name") ? name : letter]);
        letter.ListWords(query).ShouldBe(words);
    }

    [Fact]
    public void every_unfit_filter_is_named_in_one_go()
    {
        var query = Query(
            "?page=0&flag=1&one=z&many=a,z&since=now&name=%00",
            ListFilter.Flag("flag"), ListFilter.Choice("one", ["a"]), ListFilter.Choices("many", ["a"]),
            ListFilter.Time("since", "{0}"), ListFilter.Text("{0}", "name"));
        query.Faults.Select(fault => fault.Field).ShouldBe(["page", "flag", "one", "many", "since", "name"]);
        query.Parameters.ShouldBeEmpty();
    }
}
