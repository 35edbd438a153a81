using System.Globalization;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>A basin in equal parts under uniform forcing gives what it gives as a whole.</summary>
internal sealed class LumpedDistributedCheck() : Check("lumped-distributed", "equal parts with uniform forcing give what the whole gives")
{
    private const int PartCount = 4;
    private const double Tolerance = 1e-9;

    public override Finding OfModel(ModelSubject subject)
    {
        ModelDescriptor model = subject.Descriptor;
        if (!model.SpatialModes.HasFlag(SpatialModes.Lumped) || model.SpatialModes == SpatialModes.Lumped)
        {
            return Finding.NotApplicable($"it makes sense on {model.SpatialModes} domains alone");
        }

        CatchmentUnits units = subject.Units();
        double[][] forcing = subject.Forcing(subject.StepCount);
        using ModelTrial whole = Trial(1);
        using ModelTrial parts = Trial(PartCount);
        TrialResults one = whole.Run(ParameterSets.Uniform(subject.Defaults, 1));
        TrialResults many = parts.Run(ParameterSets.Uniform(subject.Defaults, PartCount));
        for (int output = 0; output < model.Outputs.Count; output++)
        {
            for (int step = 0; step < subject.StepCount; step++)
            {
                double lumped = one.Of(output, 0)[step];
                double mean = Enumerable.Range(0, PartCount).Average(part => many.Of(output, part)[step]);
                if (!(Math.Abs(mean - lumped) <= Tolerance * Math.Max(1, Math.Abs(lumped))) && !(double.IsNaN(mean) && double.IsNaN(lumped)))
                {
                    return Finding.Failed(string.Create(
                        CultureInfo.InvariantCulture, $"{model.Outputs[output].Variable.Name} on step {step} is {mean:R} as the mean of {PartCount} equal parts, {lumped:R} as a whole"));
                }
            }
        }

        return Finding.Passed($"{PartCount} parts");

        ModelTrial Trial(int count)
        {
            var attributes = new AttributeTable(count);
            foreach (string name in units.Attributes.Names)
            {
                attributes.Set(name, units.Attributes.UnitOf(name), Column(count, units.Attributes[name][0]));
            }

            var equal = new CatchmentUnits(
                [.. Enumerable.Range(0, count).Select(_ => units.Ids[0]).Select((id, part) => count == 1 ? id : $"{id}-{part}")],
                Column(count, units.AreaKm2[0] / count),
                Column(count, units.Latitude[0]),
                Column(count, units.Longitude[0]),
                Column(count, units.Elevation[0]),
                attributes: attributes,
                places: subject.IsGridded ? new CellPlaces(new int[count], [.. Enumerable.Range(0, count)]) : null);
            return new ModelTrial(
                subject.Plugin,
                subject.Settings,
                subject.Time(subject.StepCount),
                subject.Setup(equal) with { Gauges = [.. equal.Ids.Select((id, part) => new Gauge(id, part, units.AreaKm2[0] / count))] },
                [.. model.Forcing.SelectMany((_, variable) => Enumerable.Repeat(forcing[variable * subject.UnitCount], count))]);
        }
    }

    private static double[] Column(int count, double value) => [.. Enumerable.Repeat(value, count)];
}
