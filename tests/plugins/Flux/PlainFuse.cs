using Tributary.Contracts.Numerics;

namespace Tributary.Tests.Flux;

/// <summary>
/// FUSE's decisions (Clark et al., 2008) in plain doubles, without routing: explicit substeps, no store giving more than it holds, in the order surface runoff,
/// percolation, interflow, upper layer, lower layer.
/// </summary>
internal sealed class PlainFuse(IReadOnlyDictionary<string, string> decisions, Func<string, double> parameterOf)
{
    private const int Substeps = 8;
    private const double Step = 1.0 / Substeps;

    private readonly double _upperMost = parameterOf("maxwatr_1");
    private readonly double _lowerMost = parameterOf("maxwatr_2");
    private readonly double _tensionShare = parameterOf("fracten");

    // Upper layer: two tension storages (or one, the second), and free water, or all of it in one store.
    private double _first;
    private double _tension;
    private double _free;

    // Lower layer: one store, or tension storage and two free ones.
    private double _lower;
    private double _primary;
    private double _secondary;

    private double _ground;
    private double _evaporated;

    private double TensionMost => _tensionShare * _upperMost;

    private double FreeMost => _upperMost - TensionMost;

    private double UpperWater => _first + _tension + _free;

    private double LowerWater => _lower + _primary + _secondary;

    private double TensionWater => Is("upper_layer", "onestate_1") ? Math.Min(_free, TensionMost) : _first + _tension;

    private double FreeWater => Is("upper_layer", "onestate_1") ? Math.Max(_free - TensionMost, 0) : _free;

    /// <summary>Runoff and evapotranspiration of each day, mm.</summary>
    public (double[] Runoff, double[] Evapotranspiration) Run(double[] rain, double[] demand)
    {
        double second = Is("upper_layer", "tension2_1") ? 1 - parameterOf("frchzne") : 1;
        (_first, _tension, _free) = Is("upper_layer", "onestate_1") ? (0, 0, 0.5 * _upperMost) : (0.5 * (1 - second) * TensionMost, 0.5 * second * TensionMost, 0.5 * FreeMost);
        double primary = Is("lower_layer", "tens2pll_2") ? parameterOf("fprimqb") : 0;
        (_lower, _primary, _secondary) = Is("lower_layer", "tens2pll_2")
            ? (0.25 * _tensionShare * _lowerMost, 0.25 * primary * (1 - _tensionShare) * _lowerMost, 0.25 * (1 - primary) * (1 - _tensionShare) * _lowerMost)
            : (0.25 * _lowerMost, 0, 0);
        double[] runoff = new double[rain.Length];
        double[] evapotranspiration = new double[rain.Length];
        for (int day = 0; day < rain.Length; day++)
        {
            (_ground, _evaporated) = (0, 0);
            for (int substep = 0; substep < Substeps; substep++)
            {
                Advance(rain[day] * Step, demand[day] * Step);
            }

            (runoff[day], evapotranspiration[day]) = (_ground, _evaporated);
        }

        return (runoff, evapotranspiration);
    }

    private void Advance(double rain, double demand)
    {
        double surface = SaturatedArea() * rain;
        _ground += surface;
        double percolation = Take(ref _free, Math.Min(PercolationRate() * Step, Is("percolation", "perc_w2sat") ? _free : FreeWater));
        _ground += Take(ref _free, Is("interflow", "intflwsome") ? Math.Min(parameterOf("iflwrte") * Math.Min(FreeWater / FreeMost, 1) * Step, FreeWater) : 0);

        double share = Is("evaporation", "rootweight") ? parameterOf("rtfrac1") : 1;
        double before = _evaporated;
        Fill(rain - surface, demand * share);
        double left = share < 1 ? demand * (1 - share) : demand - (_evaporated - before);
        Drain(percolation, left);
    }

    private double SaturatedArea()
    {
        switch (decisions["surface_runoff"])
        {
            case "arno_x_vic":
                double deficit = 1 - (UpperWater / _upperMost);
                return 1 - (deficit < 1e-12 ? 0 : Math.Pow(deficit, parameterOf("axv_bexp")));
            case "prms_varnt":
                return Math.Min(TensionWater / TensionMost, 1) * parameterOf("sareamax");
            default:
                (double shape, double exponent) = (parameterOf("tishape"), parameterOf("qb_powr"));
                double scale = (parameterOf("loglamb") - 3) / shape;
                double logarithm = exponent * Math.Log(TopographicMean / ((LowerWater / _lowerMost) + 1e-8));
                return 1 - GammaDistribution.Below(shape, Math.Clamp(logarithm - 3, 0, 47) / scale);
        }
    }

    /// <summary>Mean of the topographic index to the power 1 / n over its distribution.</summary>
    public required double TopographicMean { get; init; }

    private double PercolationRate() => decisions["percolation"] switch
    {
        "perc_f2sat" => parameterOf("percrte") * Math.Pow(Math.Min(FreeWater / FreeMost, 1), parameterOf("percexp")),
        "perc_w2sat" => parameterOf("percrte") * Math.Pow(Math.Min(UpperWater / _upperMost, 1), parameterOf("percexp")),
        _ => parameterOf("percbase") * (1 + (parameterOf("sacpmlt") * Math.Pow(Math.Max(1 - (LowerWater / _lowerMost), 0), parameterOf("sacpexp")))) * Math.Min(FreeWater / FreeMost, 1),
    };

    private void Fill(double water, double demand)
    {
        switch (decisions["upper_layer"])
        {
            case "onestate_1":
                _free += water;
                _evaporated += Take(ref _free, demand * Math.Min(TensionWater / TensionMost, 1));
                _ground += Take(ref _free, _free - _upperMost);
                break;
            case "tension1_1":
                _tension += water;
                _evaporated += Take(ref _tension, demand * Math.Min(_tension / TensionMost, 1));
                _free += Take(ref _tension, _tension - TensionMost);
                _ground += Take(ref _free, _free - FreeMost);
                break;
            default:
                double firstMost = parameterOf("frchzne") * TensionMost;
                double secondMost = (1 - parameterOf("frchzne")) * TensionMost;
                _first += water;
                double evaporated = Take(ref _first, demand * Math.Min(_first / firstMost, 1));
                _evaporated += evaporated + Take(ref _tension, (demand - evaporated) * Math.Min(_tension / secondMost, 1));
                _tension += Take(ref _first, _first - firstMost);
                _free += Take(ref _tension, _tension - secondMost);
                _ground += Take(ref _free, _free - FreeMost);
                break;
        }
    }

    private void Drain(double percolation, double demand)
    {
        double tensionMost = _tensionShare * _lowerMost;
        if (Is("lower_layer", "tens2pll_2"))
        {
            double toTension = parameterOf("percfrac") * percolation;
            _lower += toTension;
            double free = percolation - toTension;
            _evaporated += Take(ref _lower, demand * Math.Min(_lower / tensionMost, 1));
            free += Take(ref _lower, _lower - tensionMost);
            _primary += 0.5 * free;
            _secondary += 0.5 * free;
            _ground += Take(ref _primary, parameterOf("qbrate_2a") * Step * _primary) + Take(ref _secondary, parameterOf("qbrate_2b") * Step * _secondary);
            double freeMost = _lowerMost - tensionMost;
            _ground += Take(ref _primary, _primary - (parameterOf("fprimqb") * freeMost)) + Take(ref _secondary, _secondary - ((1 - parameterOf("fprimqb")) * freeMost));
            return;
        }

        _lower += percolation;
        _evaporated += Take(ref _lower, demand * Math.Min(_lower / tensionMost, 1));
        double rate = Is("lower_layer", "unlimfrc_2") ? parameterOf("qb_prms") * _lower : parameterOf("baserte") * Math.Pow(_lower / _lowerMost, parameterOf("qb_powr"));
        _ground += Take(ref _lower, rate * Step);
        if (Is("lower_layer", "fixedsiz_2"))
        {
            _ground += Take(ref _lower, _lower - _lowerMost);
        }
    }

    private bool Is(string decision, string option) => decisions[decision] == option;

    private static double Take(ref double store, double amount)
    {
        double taken = Math.Min(Math.Max(amount, 0), store);
        store -= taken;
        return taken;
    }
}
