namespace Tributary.Contracts;

/// <summary>The cube of coordinates from 0 to 1 in which optimisers search.</summary>
public static class UnitCube
{
    /// <summary>A point drawn evenly from the unit cube.</summary>
    public static double[] RandomPoint(int dimension, Random random)
    {
        double[] point = new double[dimension];
        for (int i = 0; i < dimension; i++)
        {
            point[i] = random.NextDouble();
        }

        return point;
    }

    /// <summary>A coordinate outside the unit interval reflected at its ends.</summary>
    public static double Reflect(double coordinate)
    {
        double folded = Math.Abs(coordinate) % 2;
        return folded > 1 ? 2 - folded : folded;
    }
}
