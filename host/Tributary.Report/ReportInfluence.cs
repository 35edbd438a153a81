namespace Tributary.Report;

/// <summary>What a member went by: shares of its input variables by season and month, and of zones through the year.</summary>
/// <param name="Name">Name of the weights, as <c>attention_by_step</c>.</param>
/// <param name="Description">How to read them.</param>
/// <param name="Ranked">All variables with their shares, greatest first.</param>
/// <param name="Seasons">Shares by season.</param>
/// <param name="Months">Shares by month.</param>
public sealed record ReportInfluence(string Name, string Description, IReadOnlyList<ReportShare> Ranked, ReportPartition Seasons, ReportPartition Months)
{
    /// <summary>What the model's own checks found; null where there were none.</summary>
    public string? Verdict { get; init; }

    /// <summary>Shares of zones by month; null where the weights say nothing of places.</summary>
    public ReportPartition? Zones { get; init; }
}

/// <summary>A share.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Share">Its share, from 0 to 1.</param>
public sealed record ReportShare(string Name, double Share);

/// <summary>Shares of parts of a whole, one whole after another.</summary>
/// <param name="Names">The parts.</param>
/// <param name="Rows">The wholes; the shares of each sum to 1.</param>
public sealed record ReportPartition(IReadOnlyList<string> Names, IReadOnlyList<ReportPartitionRow> Rows);

/// <summary>A whole and its parts.</summary>
/// <param name="Name">Its name, as <c>July</c>.</param>
/// <param name="Shares">The shares, a part each.</param>
public sealed record ReportPartitionRow(string Name, double[] Shares);
