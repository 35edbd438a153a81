using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// Gathers batches straight into the memory of tensors that are kept from batch to batch, one set for each size (the last batch of an epoch being
/// smaller); for a graphics card they are then copied there.
/// </summary>
/// <param name="store">The series, scaled already.</param>
/// <param name="window">Shape of a sample.</param>
/// <param name="missing">Whether masks of the inputs are wanted.</param>
/// <param name="device">Where the network computes.</param>
public sealed class TensorBatches(SeriesStore store, SampleWindow window, MissingInputs missing, Device device) : IDisposable
{
    private readonly BatchGatherer _gatherer = new(store, window);
    private readonly Dictionary<int, Room> _rooms = [];

    /// <summary>Where the network computes.</summary>
    public Device Device => device;

    /// <summary>Gathers a batch; the tensors of the one before may be overwritten.</summary>
    public TensorBatch Gather(ReadOnlySpan<Sample> samples)
    {
        if (!_rooms.TryGetValue(samples.Length, out Room? room))
        {
            room = new Room(samples.Length, store, window, missing);
            _rooms[samples.Length] = room;
        }

        _gatherer.Gather(samples, room.Buffers);
        return new TensorBatch(
            Placed(room.Inputs)!, Placed(room.InputMask), Placed(room.Statics), Placed(room.StaticMask),
            new Observed(Placed(room.Targets)!, Placed(room.TargetMask)!), Placed(room.Basins)!, Observations(room.Buffers.TargetMask));
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (Room room in _rooms.Values)
        {
            room.Dispose();
        }

        _rooms.Clear();
    }

    private static int Observations(ReadOnlySpan<float> mask)
    {
        int count = 0;
        foreach (float there in mask)
        {
            count += (int)there;
        }

        return count;
    }

    private Tensor? Placed(Tensor? tensor) => device.type == DeviceType.CPU ? tensor : tensor?.to(device);

    private sealed class Room : IDisposable
    {
        public Room(int batch, SeriesStore store, SampleWindow window, MissingInputs missing)
        {
            bool masked = missing == MissingInputs.Mask;
            bool attributed = store.Attributes.Count > 0;
            Inputs = Kept([window.LookBack, batch, store.Variables.Count]);
            InputMask = masked ? Kept([window.LookBack, batch, store.Variables.Count]) : null;
            Statics = attributed ? Kept([batch, store.Attributes.Count]) : null;
            StaticMask = attributed && masked ? Kept([batch, store.Attributes.Count]) : null;
            Targets = Kept([window.PredictLast, batch, store.TargetNames.Count]);
            TargetMask = Kept([window.PredictLast, batch, store.TargetNames.Count]);
            Basins = zeros([batch], ScalarType.Int64).DetachFromDisposeScope();
        }

        public Tensor Inputs { get; }

        public Tensor? InputMask { get; }

        public Tensor? Statics { get; }

        public Tensor? StaticMask { get; }

        public Tensor Targets { get; }

        public Tensor TargetMask { get; }

        public Tensor Basins { get; }

        public BatchBuffers Buffers => new()
        {
            Inputs = Memory<float>(Inputs),
            InputMask = Memory<float>(InputMask),
            Statics = Memory<float>(Statics),
            StaticMask = Memory<float>(StaticMask),
            Targets = Memory<float>(Targets),
            TargetMask = Memory<float>(TargetMask),
            Basins = Memory<long>(Basins),
        };

        public void Dispose()
        {
            foreach (Tensor? tensor in new[] { Inputs, InputMask, Statics, StaticMask, Targets, TargetMask, Basins })
            {
                tensor?.Dispose();
            }
        }

        private static Tensor Kept(long[] shape) => zeros(shape, ScalarType.Float32).DetachFromDisposeScope();

        private static Span<T> Memory<T>(Tensor? tensor)
            where T : unmanaged => tensor is null ? [] : MemoryMarshal.Cast<byte, T>(tensor.bytes);
    }
}
