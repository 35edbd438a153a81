namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Learning rates that change from epoch to epoch.</summary>
        public static class lr_scheduler
        {
            /// <summary>A factor of the learning rate by epoch.</summary>
            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda) => new ByEpoch(optimizer, (epoch, initial) => initial * lr_lambda(epoch));

            /// <summary>Times a factor after every so many epochs.</summary>
            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1) =>
                new ByEpoch(optimizer, (epoch, initial) => initial * Math.Pow(gamma, epoch / step_size));

            /// <summary>Times a factor at given epochs.</summary>
            public static LRScheduler MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1) =>
                new ByEpoch(optimizer, (epoch, initial) => initial * Math.Pow(gamma, milestones.Count(milestone => milestone <= epoch)));

            /// <summary>Times a factor after every epoch.</summary>
            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1) =>
                new ByEpoch(optimizer, (epoch, initial) => initial * Math.Pow(gamma, epoch));

            /// <summary>Down half a cosine (Loshchilov and Hutter 2017, without restarts).</summary>
            public static LRScheduler CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0) =>
                new ByEpoch(optimizer, (epoch, initial) => eta_min + ((initial - eta_min) * (1 + Math.Cos(Math.PI * epoch / T_max)) / 2));

            /// <summary>Times a factor when a score has not got better for some epochs.</summary>
            public static LRScheduler ReduceLROnPlateau(
                Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0) =>
                new Plateau(optimizer, mode, factor, patience, threshold, threshold_mode, cooldown);

            /// <summary>A rule for the learning rates.</summary>
            public abstract class LRScheduler
            {
                private protected LRScheduler(Optimizer optimizer)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    Groups = [.. optimizer.ParamGroups];
                }

                private protected ILearningRateController[] Groups { get; }

                /// <summary>An epoch more.</summary>
                /// <exception cref="InvalidOperationException">The rule needs a score.</exception>
                public virtual void step() => throw new InvalidOperationException("this rule follows a score; call step(score)");

                /// <summary>An epoch more, with its score.</summary>
                public virtual void step(double current, int? epoch = null) => step();

                /// <summary>The learning rates of the groups.</summary>
                public IEnumerable<double> get_last_lr() => Groups.Select(group => group.LearningRate);
            }

            private sealed class ByEpoch(Optimizer optimizer, Func<int, double, double> rule) : LRScheduler(optimizer)
            {
                private int done;

                public override void step()
                {
                    done++;
                    foreach (ILearningRateController group in Groups)
                    {
                        group.LearningRate = rule(done, group.InitialLearningRate);
                    }
                }
            }

            private sealed class Plateau(Optimizer optimizer, string mode, double factor, int patience, double threshold, string thresholdMode, int cooldown)
                : LRScheduler(optimizer)
            {
                private readonly bool falling = mode == "min";
                private double best = mode == "min" ? double.PositiveInfinity : double.NegativeInfinity;
                private int bad;
                private int cooling;

                public override void step(double current, int? epoch = null)
                {
                    double margin = double.IsInfinity(best) ? 0 : thresholdMode == "rel" ? Math.Abs(best) * threshold : threshold;
                    if (falling ? current < best - margin : current > best + margin)
                    {
                        best = current;
                        bad = 0;
                    }
                    else
                    {
                        bad++;
                    }

                    if (cooling > 0)
                    {
                        cooling--;
                        bad = 0;
                    }

                    if (bad > patience)
                    {
                        cooling = cooldown;
                        bad = 0;
                        foreach (ILearningRateController group in Groups)
                        {
                            group.LearningRate *= factor;
                        }
                    }
                }
            }
        }
    }
}
