using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>Units in another order, and each alone, give the same bits.</summary>
internal sealed class PartitionCheck() : Check("partition", "order and partition of units change no bit")
{
    public override Finding OfModel(ModelSubject subject)
    {
        if (!subject.Descriptor.Capabilities.HasFlag(Capabilities.SpatiallyIndependent))
        {
            return Finding.NotApplicable("its units depend on each other");
        }

        using ModelTrial whole = subject.Trial();
        TrialResults all = whole.Run(subject.DefaultSet);
        int[][] parts = [[.. Enumerable.Range(0, subject.UnitCount).Reverse()], [0], [subject.UnitCount - 1], [1, 3]];
        foreach (int[] part in parts)
        {
            using ModelTrial trial = subject.TrialOn(part);
            TrialResults results = trial.Run(ParameterSets.Uniform(subject.Defaults, part.Length));
            for (int output = 0; output < subject.Descriptor.Outputs.Count; output++)
            {
                string name = subject.Descriptor.Outputs[output].Variable.Name;
                for (int place = 0; place < part.Length; place++)
                {
                    if (Bits.Differ(all.Of(output, part[place]), results.Of(output, place), step => $"{name} of unit {part[place]} on step {step}") is { } difference)
                    {
                        return Finding.Failed($"units {string.Join(", ", part)} by themselves: {difference}");
                    }
                }
            }
        }

        return Finding.Passed($"{parts.Length} parts and orders of {subject.UnitCount} units");
    }
}
