using Tributary.Contracts;
using Tributary.Geodata.Interop;

namespace Tributary.Geodata;

/// <summary>A Zarr store open for reading, its chunks by GDAL. A chunk that is not there holds the fill value, as Zarr defines.</summary>
internal sealed class ZarrFile : IArrayFile
{
    private readonly ZarrStore _store;
    private readonly ZarrVersion3View? _view;
    private readonly Dictionary<string, ArrayHandle> _arrays = [];
    private readonly DatasetHandle _dataset;
    private readonly GroupHandle _root;

    public ZarrFile(string path)
    {
        _store = ZarrStore.Read(path);
        _view = _store.Version == 3 ? new ZarrVersion3View() : null;
        GdalLibrary.Begin();
        _dataset = new DatasetHandle(GdalNative.GDALOpenEx($"ZARR:\"{_view?.Path ?? path}\"", GdalNative.OpenMultiDimensional | GdalNative.OpenVerbose, 0, 0, 0));
        _root = new GroupHandle(_dataset.IsInvalid ? 0 : MultiDimNative.GDALDatasetGetRootGroup(_dataset));
        if (_root.IsInvalid)
        {
            InputException wrong = GdalLibrary.Wrong("it cannot be opened as a Zarr store", path, "Fetch or write the store again.");
            Dispose();
            throw wrong;
        }
    }

    public string Path => _store.Path;

    public IReadOnlyList<ArrayVariable> Variables => [.. _store.Arrays.Select(array => array.Variable)];

    public IReadOnlyDictionary<string, object> Attributes => _store.Attributes;

    public unsafe void Read(string variable, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<double> values)
    {
        ZarrArray array = Find(variable);
        int rank = array.Variable.Dimensions.Count;
        Span<ulong> from = stackalloc ulong[rank];
        Span<nuint> size = stackalloc nuint[rank];
        long length = 1;
        for (int i = 0; i < rank; i++)
        {
            if (start[i] < 0 || start[i] + count[i] > array.Variable.Dimensions[i].Length)
            {
                throw new InputException(
                    $"{variable} has {array.Variable.Dimensions[i].Length} values along {array.Variable.Dimensions[i].Name}, not {start[i] + count[i]}", Path);
            }

            (from[i], size[i]) = ((ulong)start[i], (nuint)count[i]);
            length *= count[i];
        }

        ArrayHandle handle = Open(array);
        GdalLibrary.Begin();
        nint number = MultiDimNative.GDALExtendedDataTypeCreate(GdalNative.TypeFloat64);
        int read;
        fixed (double* buffer = values[..(int)length])
        {
            read = length == 0 ? 1 : MultiDimNative.GDALMDArrayRead(handle, from, size, 0, 0, number, buffer, 0, 0);
        }

        MultiDimNative.GDALExtendedDataTypeRelease(number);
        if (read == 0 || GdalLibrary.Failed())
        {
            throw GdalLibrary.Wrong($"{variable} cannot be read", Path, "A chunk may be truncated or damaged; fetch the store again.");
        }

        PackedValues.Unpack(array.Variable, values[..(int)length]);
    }

    public DateTime[] ReadTimes(string variable)
    {
        ArrayVariable array = Find(variable).Variable;
        double[] values = new double[array.Length];
        Read(variable, [0], [array.Length], values);
        return CfTime.Decode(values, array.Text("units"), array.Text("calendar"), $"{Path}, {variable}");
    }

    public string[] ReadText(string variable) => throw new InputException($"{Find(variable).Variable.Name} cannot be read: text is not read from Zarr stores", Path);

    public void Dispose()
    {
        foreach (ArrayHandle array in _arrays.Values)
        {
            array.Dispose();
        }

        _arrays.Clear();
        _root?.Dispose();
        _dataset?.Dispose();
        _view?.Dispose();
    }

    // Kept open: GDAL remembers the last chunk of an open array.
    private ArrayHandle Open(ZarrArray array)
    {
        if (array.Variable.IsText)
        {
            throw new InputException($"{array.Variable.Name} holds text, not numbers", Path);
        }

        if (_arrays.TryGetValue(array.Variable.Name, out ArrayHandle? open))
        {
            return open;
        }

        ObjectDisposedException.ThrowIf(_dataset.IsClosed, this);
        _view?.Add(array);
        GdalLibrary.Begin();
        open = new ArrayHandle(MultiDimNative.GDALGroupOpenMDArray(_root, array.Variable.Name, 0));
        if (open.IsInvalid)
        {
            throw GdalLibrary.Wrong($"{array.Variable.Name} cannot be opened", Path, "Write it with another compressor, or fetch the store again.");
        }

        _arrays[array.Variable.Name] = open;
        return open;
    }

    private ZarrArray Find(string name) => _store.Arrays.FirstOrDefault(array => array.Variable.Name == name)
        ?? throw new InputException($"there is no variable '{name}'", Path, $"It has {string.Join(", ", _store.Arrays.Select(array => array.Variable.Name))}.");
}
