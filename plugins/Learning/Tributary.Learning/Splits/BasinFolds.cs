using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Basins dealt into folds, each of which is left out once: the score is then that of ungauged basins.</summary>
public static class BasinFolds
{
    /// <summary>Deals the basins at random; the folds differ by one basin at most.</summary>
    /// <param name="basinCount">Number of basins.</param>
    /// <param name="folds">Number of folds.</param>
    /// <param name="seeds">Seed of the run.</param>
    /// <returns>The fold of each basin, <c>[basin]</c>, from 0.</returns>
    /// <exception cref="InputException">There are fewer basins than folds, or fewer than two folds.</exception>
    public static int[] Deal(int basinCount, int folds, RunSeed seeds)
    {
        if (folds < 2 || folds > basinCount)
        {
            throw new InputException($"{basinCount} basins cannot be dealt into {folds} folds", "folds", "Ask for 2 folds at least and as many as there are basins at most.");
        }

        int[] fold = [.. Enumerable.Range(0, basinCount).Select(basin => basin % folds)];
        seeds.Generator("basin folds").Shuffle<int>(fold);
        return fold;
    }

    /// <summary>The basins to train on and those left out, for one fold.</summary>
    public static (int[] Train, int[] LeftOut) Of(int[] folds, int fold) =>
        ([.. Enumerable.Range(0, folds.Length).Where(basin => folds[basin] != fold)], [.. Enumerable.Range(0, folds.Length).Where(basin => folds[basin] == fold)]);
}
