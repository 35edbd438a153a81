namespace Tributary.Engine;

/// <summary>What a member adds to a combination: the combination's score with it and without.</summary>
/// <param name="Combination">Name of the combination.</param>
/// <param name="Member">Name of the member that is left out.</param>
/// <param name="Score">Name of the score.</param>
/// <param name="With">Median of the score over the gauges with all members.</param>
/// <param name="Without">Median without it.</param>
/// <param name="Gain">Median over the gauges of how much nearer to perfect the score is with it; below zero where it does harm.</param>
/// <param name="HelpedShare">Share of the gauges at which it helps.</param>
public sealed record Contribution(string Combination, string Member, string Score, double With, double Without, double Gain, double HelpedShare);
