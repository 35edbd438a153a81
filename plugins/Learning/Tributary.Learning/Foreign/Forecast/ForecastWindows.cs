using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// A forecast network that learns and simulates from windows as any other: of a window of the past and the lead time, the weather behind today stands for
/// its forecast. Its last step is thus said a lead time ahead, by a forecast of the weather that came true. State-dict names are the forecast network's.
/// </summary>
public sealed class ForecastWindows : RunoffNetwork
{
    private readonly ForecastNetwork _network;
    private readonly long[] _hindcast;
    private readonly long[] _forecast;

    /// <summary>Makes it with first weights.</summary>
    /// <exception cref="ArgumentException">The forecast's shape is none that it can have.</exception>
    internal ForecastWindows(NetworkShape shape, ForecastShape forecast)
        : base(shape)
    {
        _network = ForecastNetwork.Make(forecast);
        string[] inputs = [.. RunoffForecast.Inputs(forecast)];
        _hindcast = [.. forecast.HindcastInputs.Select(name => (long)Array.IndexOf(inputs, name))];
        _forecast = [.. forecast.ForecastInputs.Select(name => (long)Array.IndexOf(inputs, name))];
        foreach ((string name, nn.Module child) in _network.named_children())
        {
            register_module(name, child);
        }
    }

    /// <inheritdoc/>
    public override bool CarriesStates => false;

    /// <summary>The sizes of a forecast network as one that reads windows.</summary>
    public static NetworkShape ShapeOf(ForecastShape forecast) => new()
    {
        Forecast = forecast,
        Inputs = RunoffForecast.Inputs(forecast).Count(),
        Statics = forecast.Statics,
        Targets = forecast.Targets,
        HiddenSize = forecast.ForecastSize,
        OutputDropout = forecast.OutputDropout,
        ForgetBias = forecast.ForgetBias,
        Head = forecast.Head,
        Components = forecast.Components,
    };

    /// <inheritdoc/>
    public override Tensor Answer(Tensor inputs, Tensor? statics, int predictLast)
    {
        Demand(inputs, statics);
        using DisposeScope scope = NewDisposeScope();
        ForecastShape shape = _network.Shape;
        long missing = shape.SequenceLength + shape.LeadTime - inputs.shape[0];

        // At the beginning of a record the first weather known stands for what lies before it.
        Tensor window = missing > 0 ? cat([inputs.narrow(0, 0, 1).expand(missing, -1, -1), inputs], 0) : inputs;
        Tensor past = window.narrow(0, 0, shape.SequenceLength).index_select(2, tensor(_hindcast, device: inputs.device));
        Tensor ahead = window.narrow(0, shape.SequenceLength - shape.Overlap, _network.ForecastSteps).index_select(2, tensor(_forecast, device: inputs.device));
        Tensor attributes = statics ?? zeros([inputs.shape[1], 0], device: inputs.device);
        return scope.MoveToOuter(_network.Answer(past, ahead, attributes, predictLast));
    }

    /// <inheritdoc/>
    public override (Tensor Answer, NetworkStates States) Continue(Tensor inputs, Tensor? statics, NetworkStates? states) =>
        throw new InvalidOperationException("A forecast network reads the whole past for each forecast.");
}
