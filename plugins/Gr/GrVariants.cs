namespace Tributary.Plugins.Gr;

/// <summary>In what the variants differ. A type for each, so that the compiler makes a loop of its own for each.</summary>
internal interface IGrVariant
{
    /// <summary>Number of parameters, those of the snow routine not counted.</summary>
    static abstract int ParameterCount { get; }

    /// <summary>Exponent of the unit hydrographs' S-curves.</summary>
    static abstract double HydrographExponent { get; }

    /// <summary>Capacity of the production store, in X1, that scales its percolation.</summary>
    static abstract double PercolationScale { get; }

    /// <summary>Longest time base X4 in steps.</summary>
    static abstract int LongestTimeBase { get; }

    /// <summary>Whether effective rainfall is split before two unit hydrographs; else behind the second one.</summary>
    static abstract bool SplitsBeforeHydrographs { get; }

    /// <summary>Whether the exchange changes its sign at a threshold X5.</summary>
    static abstract bool HasExchangeThreshold { get; }

    /// <summary>Whether there is an exponential store.</summary>
    static abstract bool HasExponentialStore { get; }
}

internal readonly struct Gr4j : IGrVariant
{
    public static int ParameterCount => 4;

    public static double HydrographExponent => 2.5;

    public static double PercolationScale => 9.0 / 4;

    public static int LongestTimeBase => 20;

    public static bool SplitsBeforeHydrographs => true;

    public static bool HasExchangeThreshold => false;

    public static bool HasExponentialStore => false;
}

internal readonly struct Gr5j : IGrVariant
{
    public static int ParameterCount => 5;

    public static double HydrographExponent => 2.5;

    public static double PercolationScale => 9.0 / 4;

    public static int LongestTimeBase => 20;

    public static bool SplitsBeforeHydrographs => false;

    public static bool HasExchangeThreshold => true;

    public static bool HasExponentialStore => false;
}

internal readonly struct Gr6j : IGrVariant
{
    public static int ParameterCount => 6;

    public static double HydrographExponent => 2.5;

    public static double PercolationScale => 9.0 / 4;

    public static int LongestTimeBase => 20;

    public static bool SplitsBeforeHydrographs => true;

    public static bool HasExchangeThreshold => true;

    public static bool HasExponentialStore => true;
}

internal readonly struct Gr4h : IGrVariant
{
    public static int ParameterCount => 4;

    public static double HydrographExponent => 1.25;

    public static double PercolationScale => 21.0 / 4;

    public static int LongestTimeBase => 240;

    public static bool SplitsBeforeHydrographs => true;

    public static bool HasExchangeThreshold => false;

    public static bool HasExponentialStore => false;
}
