using IotPlatform.Accounts;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>
/// The retention of each customer's plan. What a shorter plan keeps no more is not shown at once and deleted with the next maintenance.
/// </summary>
public sealed class PlanRetention(CustomerDirectory customers) : ITelemetryRetention
{
    /// <inheritdoc/>
    public Duration Of(string customer) => KeptBy(customers.PlanOf(customer));

    /// <inheritdoc/>
    // The default plan counts even where nobody has it: the customer who will be created next does.
    public Duration Longest => customers.Plans.Select(customer => KeptBy(customer.Plan)).Append(KeptBy(customers.DefaultPlan)).Max();

    /// <inheritdoc/>
    public IReadOnlyCollection<(string Customer, Duration Kept)> Shorter
    {
        get
        {
            var longest = Longest;
            return [.. customers.Plans.Select(customer => (customer.Customer, Kept: KeptBy(customer.Plan))).Where(one => one.Kept < longest)];
        }
    }

    private static Duration KeptBy(Plan plan) => Duration.FromDays(plan.RetentionDays);
}
