using System.Runtime.InteropServices;
using System.Text;
using Tributary.Contracts;
using Tributary.Geodata.Interop;

namespace Tributary.Geodata;

/// <summary>A NetCDF file open for reading.</summary>
internal sealed class NetCdfFile : IArrayFile
{
    private readonly int _id;
    private readonly Dictionary<string, (int Id, ArrayVariable Variable)> _variables = [];
    private bool _closed;

    public NetCdfFile(string path)
    {
        Path = path;
        if (ClassicLength.Missing(path) is > 0 and long missing)
        {
            throw new InputException($"cannot be opened as NetCDF: it is truncated, its header promises {missing} bytes more", path, "Fetch or write the file again.");
        }

        lock (NetCdfFiles.Gate)
        {
            Check(NetCdfNative.nc_open(path, NetCdfNative.NoWrite, out _id), "cannot be opened as NetCDF");
            try
            {
                Attributes = ReadHeader();
            }
            catch
            {
                _ = NetCdfNative.nc_close(_id);
                throw;
            }
        }
    }

    public string Path { get; }

    public IReadOnlyList<ArrayVariable> Variables => [.. _variables.Values.Select(entry => entry.Variable)];

    public IReadOnlyDictionary<string, object> Attributes { get; }

    public void Read(string variable, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<double> values)
    {
        (int id, ArrayVariable array) = Find(variable);
        int rank = array.Dimensions.Count;
        Span<nuint> from = stackalloc nuint[rank];
        Span<nuint> size = stackalloc nuint[rank];
        long length = 1;
        for (int i = 0; i < rank; i++)
        {
            if (start[i] < 0 || start[i] + count[i] > array.Dimensions[i].Length)
            {
                throw new InputException(
                    $"{variable} has {array.Dimensions[i].Length} values along {array.Dimensions[i].Name}, not {start[i] + count[i]}", Path);
            }

            from[i] = (nuint)start[i];
            size[i] = (nuint)count[i];
            length *= count[i];
        }

        lock (NetCdfFiles.Gate)
        {
            Check(NetCdfNative.nc_get_vara_double(_id, id, from, size, values[..(int)length]), $"{variable} cannot be read");
        }

        PackedValues.Unpack(array, values[..(int)length]);
    }

    public DateTime[] ReadTimes(string variable)
    {
        (_, ArrayVariable array) = Find(variable);
        double[] values = new double[array.Length];
        Read(variable, [0], [array.Length], values);
        return CfTime.Decode(values, array.Text("units"), array.Text("calendar"), $"{Path}, {variable}");
    }

    public string[] ReadText(string variable)
    {
        (int id, ArrayVariable array) = Find(variable);
        if (!array.IsText)
        {
            throw new InputException($"{variable} holds numbers, not text", Path);
        }

        lock (NetCdfFiles.Gate)
        {
            Check(NetCdfNative.nc_inq_var(_id, id, new byte[NetCdfNative.MaxName + 1], out int type, out _, new int[array.Dimensions.Count], out _), variable);
            return type == NetCdfNative.TypeString ? ReadStrings(id, array) : ReadCharacters(id, array);
        }
    }

    public void Dispose()
    {
        if (!_closed)
        {
            _closed = true;
            lock (NetCdfFiles.Gate)
            {
                _ = NetCdfNative.nc_close(_id);
            }
        }
    }

    private string[] ReadStrings(int id, ArrayVariable array)
    {
        nint[] pointers = new nint[array.Length];
        Check(NetCdfNative.nc_get_var_string(_id, id, pointers), $"{array.Name} cannot be read");
        string[] text = Array.ConvertAll(pointers, pointer => Marshal.PtrToStringUTF8(pointer) ?? string.Empty);
        _ = NetCdfNative.nc_free_string((nuint)pointers.Length, pointers);
        return text;
    }

    private string[] ReadCharacters(int id, ArrayVariable array)
    {
        byte[] characters = new byte[array.Length];
        Check(NetCdfNative.nc_get_var_text(_id, id, characters), $"{array.Name} cannot be read");
        int width = array.Dimensions.Count > 0 ? (int)array.Dimensions[^1].Length : 1;
        string[] text = new string[width == 0 ? 0 : characters.Length / width];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = Encoding.UTF8.GetString(characters, i * width, width).TrimEnd('\0', ' ');
        }

        return text;
    }

    private Dictionary<string, object> ReadHeader()
    {
        Check(NetCdfNative.nc_inq(_id, out int dimensionCount, out int variableCount, out int attributeCount, out _), "its header cannot be read");
        var dimensions = new (string Name, long Length)[dimensionCount];
        byte[] name = new byte[NetCdfNative.MaxName + 1];
        for (int i = 0; i < dimensionCount; i++)
        {
            Check(NetCdfNative.nc_inq_dim(_id, i, name, out nuint length), "its dimensions cannot be read");
            dimensions[i] = (Text(name), (long)length);
        }

        int[] used = new int[Math.Max(dimensionCount, 1)];
        for (int i = 0; i < variableCount; i++)
        {
            Check(NetCdfNative.nc_inq_var(_id, i, name, out int type, out int rank, used, out int attributes), "its variables cannot be read");
            string variable = Text(name);
            var shape = new (string, long)[rank];
            for (int d = 0; d < rank; d++)
            {
                shape[d] = dimensions[used[d]];
            }

            bool isText = type is NetCdfNative.TypeChar or NetCdfNative.TypeString;
            _variables[variable] = (i, new ArrayVariable(variable, shape, ReadAttributes(i, attributes), isText));
        }

        return ReadAttributes(NetCdfNative.Global, attributeCount);
    }

    private Dictionary<string, object> ReadAttributes(int variable, int count)
    {
        var attributes = new Dictionary<string, object>();
        byte[] buffer = new byte[NetCdfNative.MaxName + 1];
        for (int i = 0; i < count; i++)
        {
            Check(NetCdfNative.nc_inq_attname(_id, variable, i, buffer), "its attributes cannot be read");
            string name = Text(buffer);
            Check(NetCdfNative.nc_inq_att(_id, variable, name, out int type, out nuint length), $"attribute {name} cannot be read");
            switch (type)
            {
                case NetCdfNative.TypeChar:
                    byte[] text = new byte[length];
                    Check(NetCdfNative.nc_get_att_text(_id, variable, name, text), $"attribute {name} cannot be read");
                    attributes[name] = Encoding.UTF8.GetString(text).TrimEnd('\0');
                    break;
                case NetCdfNative.TypeString:
                    nint[] pointers = new nint[length];
                    Check(NetCdfNative.nc_get_att_string(_id, variable, name, pointers), $"attribute {name} cannot be read");
                    attributes[name] = string.Join('\n', pointers.Select(pointer => Marshal.PtrToStringUTF8(pointer)));
                    _ = NetCdfNative.nc_free_string(length, pointers);
                    break;
                case >= NetCdfNative.TypeByte and <= NetCdfNative.TypeUInt64:
                    double[] numbers = new double[length];
                    Check(NetCdfNative.nc_get_att_double(_id, variable, name, numbers), $"attribute {name} cannot be read");
                    attributes[name] = numbers;
                    break;
                default:
                    break;
            }
        }

        return attributes;
    }

    private (int Id, ArrayVariable Variable) Find(string name) =>
        _variables.TryGetValue(name, out (int Id, ArrayVariable Variable) found)
            ? found
            : throw new InputException($"there is no variable '{name}'", Path, $"It has {string.Join(", ", _variables.Keys)}.");

    private void Check(int status, string what)
    {
        if (status != 0)
        {
            throw new InputException($"{what} ({NetCdfFiles.Explain(status)})", Path, "It is damaged, incomplete or no NetCDF file: fetch or write it again.");
        }
    }

    private static string Text(byte[] zeroTerminated) => Encoding.UTF8.GetString(zeroTerminated, 0, Array.IndexOf(zeroTerminated, (byte)0));
}
