using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Tributary.Contracts;

namespace Tributary.Plugins.Optimisers;

/// <summary>
/// Covariance matrix adaptation evolution strategy, Hansen (2016), arXiv:1604.00772, with restarts of doubled population (Auger and Hansen, 2005) for as long as
/// the budget lasts. Points outside the unit cube are reflected into it.
/// </summary>
internal sealed class CovarianceMatrixAdaptation : IOptimiser
{
    private const double InitialStep = 0.3;

    // Finer than any score tells; what is left of the budget serves better in a restart.
    private const double SmallestSpread = 1e-5;
    private const double SmallestGain = 1e-7;

    private const int VectorLanes = 8;

    public string Name => "cma-es";

    public string Description => "covariance matrix adaptation evolution strategy with restarts, Hansen (2016)";

    public IEnumerable<Trials> Search(int dimension, int budget, Random random)
    {
        int population = RoundUp(4 + (int)(3 * Math.Log(dimension)));
        double[] start = new double[dimension];
        Array.Fill(start, 0.5);
        int spent = 0;
        while (spent < budget)
        {
            var strategy = new Strategy(start, population, random);
            while (spent < budget && !strategy.HasConverged)
            {
                Trials trials = strategy.Sample(Math.Min(population, budget - spent));
                yield return trials;

                spent += trials.Count;
                if (trials.Count == population)
                {
                    strategy.Update(trials);
                }
            }

            population *= 2;
            start = UnitCube.RandomPoint(dimension, random);
        }
    }

    /// <summary>A population that fills the vectors of a batch simulation costs no more time than a smaller one.</summary>
    private static int RoundUp(int population) => (population + VectorLanes - 1) / VectorLanes * VectorLanes;

    private sealed class Strategy
    {
        private readonly Random _random;
        private readonly int _n;
        private readonly int _population;
        private readonly double[] _weights;
        private readonly double _effectiveParents;
        private readonly double _meanPathRate;
        private readonly double _rankOneRate;
        private readonly double _rankMuRate;
        private readonly double _stepPathRate;
        private readonly double _damping;
        private readonly double _expectedNorm;

        private Vector<double> _mean;
        private double _step = InitialStep;
        private Vector<double> _covariancePath;
        private Vector<double> _stepPath;
        private Matrix<double> _covariance;
        private Matrix<double> _axes;
        private Vector<double> _deviations;
        private Vector<double>[] _moves = [];
        private int _generation;
        private double _bestOfLast = double.NaN;
        private int _stagnant;

        public Strategy(double[] start, int population, Random random)
        {
            _random = random;
            _n = start.Length;
            _population = population;
            _mean = Vector<double>.Build.DenseOfArray(start);
            int parents = population / 2;
            _weights = new double[parents];
            for (int i = 0; i < parents; i++)
            {
                _weights[i] = Math.Log((population + 1) / 2.0) - Math.Log(i + 1);
            }

            double sum = _weights.Sum();
            for (int i = 0; i < parents; i++)
            {
                _weights[i] /= sum;
            }

            // Default rates of Hansen (2016), table 1.
            double mu = _effectiveParents = 1 / _weights.Sum(weight => weight * weight);
            _meanPathRate = (4 + (mu / _n)) / (_n + 4 + (2 * mu / _n));
            _stepPathRate = (mu + 2) / (_n + mu + 5);
            _rankOneRate = 2 / (((_n + 1.3) * (_n + 1.3)) + mu);
            _rankMuRate = Math.Min(1 - _rankOneRate, 2 * (mu - 2 + (1 / mu)) / (((_n + 2) * (_n + 2)) + mu));
            _damping = 1 + (2 * Math.Max(0, Math.Sqrt((mu - 1) / (_n + 1)) - 1)) + _stepPathRate;
            _expectedNorm = Math.Sqrt(_n) * (1 - (1.0 / (4 * _n)) + (1.0 / (21 * _n * _n)));

            _covariancePath = Vector<double>.Build.Dense(_n);
            _stepPath = Vector<double>.Build.Dense(_n);
            _covariance = Matrix<double>.Build.DenseIdentity(_n);
            _axes = Matrix<double>.Build.DenseIdentity(_n);
            _deviations = Vector<double>.Build.Dense(_n, 1);
        }

        /// <summary>The distribution has become a point, or nothing has improved for long.</summary>
        public bool HasConverged => _step * _deviations.Maximum() < SmallestSpread || _stagnant > 10 + (int)Math.Ceiling(30.0 * _n / _population);

        public Trials Sample(int count)
        {
            _moves = new Vector<double>[count];
            double[][] points = new double[count][];
            for (int k = 0; k < count; k++)
            {
                var normal = Vector<double>.Build.Dense(_n, _ => Normal.Sample(_random, 0, 1));
                _moves[k] = _axes * _deviations.PointwiseMultiply(normal);
                points[k] = [.. (_mean + (_step * _moves[k])).Select(UnitCube.Reflect)];
            }

            return new Trials(points);
        }

        public void Update(Trials trials)
        {
            int[] order = [.. Enumerable.Range(0, trials.Count).OrderByDescending(k => trials.Scores[k])];
            NoteStagnation(trials.Scores[order[0]]);

            var move = Vector<double>.Build.Dense(_n);
            for (int i = 0; i < _weights.Length; i++)
            {
                move += _weights[i] * _moves[order[i]];
            }

            // The mean may leave the cube: reflected alone, without its covariance, it would search in a mirrored direction.
            _mean += _step * move;
            _generation++;

            Vector<double> whitened = _axes * (_axes.TransposeThisAndMultiply(move) / _deviations);
            _stepPath = ((1 - _stepPathRate) * _stepPath) + (Math.Sqrt(_stepPathRate * (2 - _stepPathRate) * _effectiveParents) * whitened);
            double decay = 1 - Math.Pow(1 - _stepPathRate, 2 * _generation);
            bool advances = _stepPath.L2Norm() / Math.Sqrt(decay) < (1.4 + (2.0 / (_n + 1))) * _expectedNorm;
            _covariancePath *= 1 - _meanPathRate;
            if (advances)
            {
                _covariancePath += Math.Sqrt(_meanPathRate * (2 - _meanPathRate) * _effectiveParents) * move;
            }

            double lost = advances ? 0 : _meanPathRate * (2 - _meanPathRate);
            Matrix<double> updated = (1 - _rankOneRate - _rankMuRate + (_rankOneRate * lost)) * _covariance;
            updated += _rankOneRate * _covariancePath.OuterProduct(_covariancePath);
            for (int i = 0; i < _weights.Length; i++)
            {
                updated += _rankMuRate * _weights[i] * _moves[order[i]].OuterProduct(_moves[order[i]]);
            }

            _covariance = (updated + updated.Transpose()) / 2;
            _step *= Math.Exp(Math.Min(1, _stepPathRate / _damping * ((_stepPath.L2Norm() / _expectedNorm) - 1)));

            Evd<double> eigen = _covariance.Evd(Symmetricity.Symmetric);
            _axes = eigen.EigenVectors;
            _deviations = eigen.EigenValues.Map(value => Math.Sqrt(Math.Max(value.Real, 1e-20)));
        }

        private void NoteStagnation(double best)
        {
            _stagnant = Math.Abs(best - _bestOfLast) < SmallestGain ? _stagnant + 1 : 0;
            _bestOfLast = best;
        }
    }
}
