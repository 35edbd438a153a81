namespace Tributary.Report;

/// <summary>What helps to choose among the simulations of a run.</summary>
/// <param name="Period">Name of the period that all of it stands on.</param>
/// <param name="BlockDays">Length of the resampled blocks of time in days.</param>
/// <param name="Comparisons">How the simulations compare, by score.</param>
/// <param name="Parts">Which simulation is nearest to what is observed in each season and range of flow.</param>
/// <param name="Contributions">What each member adds to each combination.</param>
public sealed record ReportDecision(
    string Period, double BlockDays, IReadOnlyList<ReportComparison> Comparisons, IReadOnlyList<ReportPart> Parts, IReadOnlyList<ReportContribution> Contributions);

/// <summary>How the simulations compare by one score.</summary>
/// <param name="Score">Name of the score; one of the content's scores.</param>
/// <param name="Test">The test behind the significance, in words.</param>
/// <param name="Standings">The simulations.</param>
/// <param name="Significance">Probability that two differ no more by chance, <c>[simulation][simulation]</c> in the order of the standings.</param>
public sealed record ReportComparison(string Score, string Test, IReadOnlyList<ReportStanding> Standings, IReadOnlyList<double[]> Significance);

/// <summary>How a simulation stands.</summary>
/// <param name="Member">The member's or combination's name.</param>
/// <param name="Value">Its score, the median over the basins.</param>
/// <param name="Low">Lower end of its 90 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Rank">Its mean rank.</param>
/// <param name="BestShare">How often it is the best of resampled years.</param>
public sealed record ReportStanding(string Member, double Value, double Low, double High, double Rank, double BestShare);

/// <summary>A season and range of flow.</summary>
/// <param name="Season">The season; empty for all.</param>
/// <param name="Flow">The range of flow; empty for all.</param>
/// <param name="Basins">Number of basins with enough observations there.</param>
/// <param name="Best">Name of the simulation that is nearest in most basins.</param>
/// <param name="BestBasins">In how many it is.</param>
/// <param name="Error">Its RMSE over mean observed discharge there, the median over the basins.</param>
public sealed record ReportPart(string Season, string Flow, int Basins, string Best, int BestBasins, double Error);

/// <summary>What a member adds to a combination.</summary>
/// <param name="Combination">The combination.</param>
/// <param name="Member">The member.</param>
/// <param name="Score">Name of the score.</param>
/// <param name="With">The score with all members.</param>
/// <param name="Without">The score without it.</param>
/// <param name="Gain">How much nearer to perfect the score is with it.</param>
public sealed record ReportContribution(string Combination, string Member, string Score, double With, double Without, double Gain);
