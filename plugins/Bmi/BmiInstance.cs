using System.Runtime.InteropServices;
using System.Text;
using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>One instance of a BMI model: a struct that the library filled in, initialised with a configuration file. One thread at a time.</summary>
internal sealed unsafe class BmiInstance : IDisposable
{
    /// <summary>Length of every text that the interface hands over, its closing 0 with it.</summary>
    private const int TextLength = 2048;

    private readonly string _model;
    private readonly nint* _interface;
    private bool _isInitialised;

    /// <summary>Makes and initialises an instance.</summary>
    /// <param name="model">The model's name, for errors.</param>
    /// <param name="register">Address of the library's register function.</param>
    /// <param name="configuration">The configuration file.</param>
    /// <exception cref="WorkException">The model refuses the file.</exception>
    public BmiInstance(string model, nint register, string configuration)
    {
        _model = model;
        _interface = (nint*)NativeMemory.AllocZeroed(BmiFunctions.Room, (nuint)sizeof(nint));
        ((delegate* unmanaged<nint*, nint>)register)(_interface);
        fixed (byte* path = Text(configuration))
        {
            int status = ((delegate* unmanaged<nint*, byte*, int>)Function(BmiFunctions.Initialize, "initialize"))(_interface, path);
            if (status != 0)
            {
                throw new WorkException($"the model refuses its configuration (initialize gave {status})", $"{model}, {configuration}", "What it printed itself stands above.");
            }
        }

        _isInitialised = true;
    }

    /// <summary>Length of the model's own step.</summary>
    /// <exception cref="WorkException">Its unit of time is not known.</exception>
    public TimeSpan Step(IUnits units)
    {
        double step;
        Check(((delegate* unmanaged<nint*, double*, int>)Function(BmiFunctions.GetTimeStep, "get_time_step"))(_interface, &step), "get_time_step");
        byte* text = stackalloc byte[TextLength];
        Check(((delegate* unmanaged<nint*, byte*, int>)Function(BmiFunctions.GetTimeUnits, "get_time_units"))(_interface, text), "get_time_units");
        string unit = Marshal.PtrToStringUTF8((nint)text) ?? "";

        // Many models say 'seconds since ...' or 'd' of a time that counts from its start.
        string length = unit.Split(" since ")[0];
        return units.Between(length, "s") is { } conversion && step > 0
            ? TimeSpan.FromSeconds(Math.Round(step * conversion.Scale, 6))
            : throw new WorkException($"its step of {step} '{unit}' is no length of time", _model);
    }

    /// <summary>Advances by one step of the model's own.</summary>
    public void Update() => Check(((delegate* unmanaged<nint*, int>)Function(BmiFunctions.Update, "update"))(_interface), "update");

    /// <summary>A variable: its type, size and unit.</summary>
    /// <exception cref="InputException">The model has no such variable.</exception>
    public BmiVariable Variable(string name, string where)
    {
        byte* text = stackalloc byte[TextLength];
        fixed (byte* key = Text(name))
        {
            int size = 0;
            int bytes = 0;
            bool known = TextOf(BmiFunctions.GetVariableType, key, text) is { Length: > 0 };
            string type = known ? Marshal.PtrToStringUTF8((nint)text)! : "";
            known = known && ((delegate* unmanaged<nint*, byte*, int*, int>)Function(BmiFunctions.GetVariableItemSize, "get_var_itemsize"))(_interface, key, &size) == 0;
            if (!known)
            {
                throw new InputException(
                    $"the model has no variable '{name}'",
                    where,
                    $"Its inputs: {string.Join(", ", Names(BmiFunctions.GetInputCount, BmiFunctions.GetInputNames))}; its outputs: {string.Join(", ", Names(BmiFunctions.GetOutputCount, BmiFunctions.GetOutputNames))}.");
            }

            // Of parameters that are no inputs some models tell neither.
            if (((delegate* unmanaged<nint*, byte*, int*, int>)Function(BmiFunctions.GetVariableBytes, "get_var_nbytes"))(_interface, key, &bytes) != 0 || bytes < size)
            {
                bytes = size;
            }

            string unit = TextOf(BmiFunctions.GetVariableUnits, key, text) ?? "";
            BmiType kind = type switch
            {
                "double" or "double precision" or "float64" or "real*8" => BmiType.Double,
                "float" or "real" or "float32" or "real*4" => BmiType.Float,
                "int" or "integer" or "int32" or "integer*4" => BmiType.Int,
                _ => throw new InputException($"the variable '{name}' is of the type '{type}', which is none of double, float, int", where),
            };
            return new BmiVariable(name, kind, bytes / BmiVariable.SizeOf(kind), unit);
        }
    }

    /// <summary>Reads a variable's elements as doubles.</summary>
    public void Get(BmiVariable variable, Span<double> values)
    {
        fixed (byte* key = variable.Key)
        fixed (byte* room = variable.Room)
        {
            Check(((delegate* unmanaged<nint*, byte*, void*, int>)Function(BmiFunctions.GetValue, "get_value"))(_interface, key, room), "get_value", variable.Name);
        }

        variable.Read(values);
    }

    /// <summary>Sets all elements of a variable.</summary>
    public void Set(BmiVariable variable, ReadOnlySpan<double> values)
    {
        variable.Write(values);
        fixed (byte* key = variable.Key)
        fixed (byte* room = variable.Room)
        {
            Check(((delegate* unmanaged<nint*, byte*, void*, int>)Function(BmiFunctions.SetValue, "set_value"))(_interface, key, room), "set_value", variable.Name);
        }
    }

    public void Dispose()
    {
        if (_isInitialised)
        {
            _isInitialised = false;
            _ = ((delegate* unmanaged<nint*, int>)Function(BmiFunctions.Finish, "finalize"))(_interface);
            NativeMemory.Free(_interface);
        }
    }

    /// <summary>A text as C has it.</summary>
    internal static byte[] Text(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    private string? TextOf(int function, byte* key, byte* text)
    {
        text[0] = 0;
        int status = ((delegate* unmanaged<nint*, byte*, byte*, int>)Function(function, "get_var_type or get_var_units"))(_interface, key, text);
        return status == 0 ? Marshal.PtrToStringUTF8((nint)text) : null;
    }

    private List<string> Names(int countFunction, int namesFunction)
    {
        int count = 0;
        Check(((delegate* unmanaged<nint*, int*, int>)Function(countFunction, "get_input_item_count"))(_interface, &count), "get_input_item_count");
        byte* room = (byte*)NativeMemory.AllocZeroed((nuint)(Math.Max(count, 1) * TextLength));
        byte** texts = (byte**)NativeMemory.AllocZeroed((nuint)Math.Max(count, 1), (nuint)sizeof(byte*));
        try
        {
            for (int i = 0; i < count; i++)
            {
                texts[i] = room + (i * TextLength);
            }

            Check(((delegate* unmanaged<nint*, byte**, int>)Function(namesFunction, "get_input_var_names"))(_interface, texts), "get_input_var_names");
            var names = new List<string>();
            for (int i = 0; i < count; i++)
            {
                names.Add(Marshal.PtrToStringUTF8((nint)texts[i]) ?? "");
            }

            return names;
        }
        finally
        {
            NativeMemory.Free(texts);
            NativeMemory.Free(room);
        }
    }

    private void* Function(int place, string name) => (void*)(_interface[place] != 0 ? _interface[place] : throw new WorkException($"the library does not have the function {name}", _model));

    private void Check(int status, string function, string? variable = null)
    {
        if (status != 0)
        {
            throw new WorkException($"{function}{(variable is null ? "" : $" of '{variable}'")} gave {status}", _model, "The model refuses the call; what it printed itself stands above.");
        }
    }
}
