using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text;
using Tributary.Contracts;

namespace Tributary.Bmi;

/// <summary>The functions of the Basic Model Interface 2.0 over a <see cref="ServedModel"/>; <c>native/tributary_bmi.c</c> starts the runtime and calls <see cref="Bind"/>.</summary>
public static unsafe class BmiExports
{
    private const int Success = 0;
    private const int Failure = 1;

    private static int _isShared;

    /// <summary>Fills in the struct: the model's data first, then the functions in the order of the specification.</summary>
    /// <param name="self">The struct.</param>
    [UnmanagedCallersOnly]
    public static int Bind(nint* self)
    {
        ShareContracts();
        self[1] = (nint)(delegate* unmanaged<nint*, byte*, int>)&Initialize;
        self[2] = (nint)(delegate* unmanaged<nint*, int>)&Update;
        self[3] = (nint)(delegate* unmanaged<nint*, double, int>)&UpdateUntil;
        self[4] = (nint)(delegate* unmanaged<nint*, int>)&Finish;
        self[5] = (nint)(delegate* unmanaged<nint*, byte*, int>)&ComponentName;
        self[6] = (nint)(delegate* unmanaged<nint*, int*, int>)&InputCount;
        self[7] = (nint)(delegate* unmanaged<nint*, int*, int>)&OutputCount;
        self[8] = (nint)(delegate* unmanaged<nint*, byte**, int>)&InputNames;
        self[9] = (nint)(delegate* unmanaged<nint*, byte**, int>)&OutputNames;
        self[10] = (nint)(delegate* unmanaged<nint*, byte*, int*, int>)&VariableGrid;
        self[11] = (nint)(delegate* unmanaged<nint*, byte*, byte*, int>)&VariableType;
        self[12] = (nint)(delegate* unmanaged<nint*, byte*, byte*, int>)&VariableUnits;
        self[13] = (nint)(delegate* unmanaged<nint*, byte*, int*, int>)&VariableItemSize;
        self[14] = (nint)(delegate* unmanaged<nint*, byte*, int*, int>)&VariableBytes;
        self[15] = (nint)(delegate* unmanaged<nint*, byte*, byte*, int>)&VariableLocation;
        self[16] = (nint)(delegate* unmanaged<nint*, double*, int>)&CurrentTime;
        self[17] = (nint)(delegate* unmanaged<nint*, double*, int>)&StartTime;
        self[18] = (nint)(delegate* unmanaged<nint*, double*, int>)&EndTime;
        self[19] = (nint)(delegate* unmanaged<nint*, byte*, int>)&TimeUnits;
        self[20] = (nint)(delegate* unmanaged<nint*, double*, int>)&TimeStep;
        self[21] = (nint)(delegate* unmanaged<nint*, byte*, double*, int>)&GetValue;
        self[24] = (nint)(delegate* unmanaged<nint*, byte*, double*, int>)&SetValue;
        self[26] = (nint)(delegate* unmanaged<nint*, int, int*, int>)&GridRank;
        self[27] = (nint)(delegate* unmanaged<nint*, int, int*, int>)&GridSize;
        self[28] = (nint)(delegate* unmanaged<nint*, int, byte*, int>)&GridType;
        return Success;
    }

    [UnmanagedCallersOnly]
    private static int Initialize(nint* self, byte* path)
    {
        string file = Text(path);
        return Guard(() => self[0] = GCHandle.ToIntPtr(GCHandle.Alloc(new ServedModel(file))));
    }

    [UnmanagedCallersOnly]
    private static int Update(nint* self) => Guard(() => Model(self).Update());

    [UnmanagedCallersOnly]
    private static int UpdateUntil(nint* self, double time) => Guard(() =>
    {
        ServedModel model = Model(self);
        while (model.StepsDone * model.Step.TotalSeconds < time - (0.5 * model.Step.TotalSeconds))
        {
            model.Update();
        }
    });

    [UnmanagedCallersOnly]
    private static int Finish(nint* self) => Guard(() =>
    {
        Model(self).Dispose();
        GCHandle.FromIntPtr(self[0]).Free();
        self[0] = 0;
    });

    [UnmanagedCallersOnly]
    private static int ComponentName(nint* self, byte* name) => Guard(() => Write(Model(self).Descriptor.Name, name));

    [UnmanagedCallersOnly]
    private static int InputCount(nint* self, int* count) => Guard(() => *count = Model(self).Inputs.Count);

    [UnmanagedCallersOnly]
    private static int OutputCount(nint* self, int* count) => Guard(() => *count = Model(self).Outputs.Count);

    [UnmanagedCallersOnly]
    private static int InputNames(nint* self, byte** names) => Guard(() => WriteAll(Model(self).Inputs, names));

    [UnmanagedCallersOnly]
    private static int OutputNames(nint* self, byte** names) => Guard(() => WriteAll(Model(self).Outputs, names));

    [UnmanagedCallersOnly]
    private static int VariableGrid(nint* self, byte* name, int* grid) => OfKnown(self, name, (_, _) => *grid = 0);

    [UnmanagedCallersOnly]
    private static int VariableType(nint* self, byte* name, byte* type) => OfKnown(self, name, (_, _) => Write("double", type));

    [UnmanagedCallersOnly]
    private static int VariableUnits(nint* self, byte* name, byte* units) => OfKnown(self, name, (model, variable) => Write(model.UnitOf(variable)!, units));

    [UnmanagedCallersOnly]
    private static int VariableItemSize(nint* self, byte* name, int* size) => OfKnown(self, name, (_, _) => *size = sizeof(double));

    [UnmanagedCallersOnly]
    private static int VariableBytes(nint* self, byte* name, int* bytes) => OfKnown(self, name, (model, variable) => *bytes = model.CountOf(variable) * sizeof(double));

    [UnmanagedCallersOnly]
    private static int VariableLocation(nint* self, byte* name, byte* location) => OfKnown(self, name, (_, _) => Write("node", location));

    [UnmanagedCallersOnly]
    private static int CurrentTime(nint* self, double* time) => Guard(() => *time = Model(self).StepsDone * Model(self).Step.TotalSeconds);

    [UnmanagedCallersOnly]
    private static int StartTime(nint* self, double* time) => Guard(() => *time = 0);

    [UnmanagedCallersOnly]
    private static int EndTime(nint* self, double* time) => Guard(() => *time = double.MaxValue);

    [UnmanagedCallersOnly]
    private static int TimeUnits(nint* self, byte* units) => Guard(() => Write("s", units));

    [UnmanagedCallersOnly]
    private static int TimeStep(nint* self, double* step) => Guard(() => *step = Model(self).Step.TotalSeconds);

    [UnmanagedCallersOnly]
    private static int GetValue(nint* self, byte* name, double* values) =>
        OfKnown(self, name, (model, variable) => model.Get(variable, new Span<double>(values, model.CountOf(variable))));

    [UnmanagedCallersOnly]
    private static int SetValue(nint* self, byte* name, double* values) =>
        OfKnown(self, name, (model, variable) => model.Set(variable, new ReadOnlySpan<double>(values, model.CountOf(variable))));

    [UnmanagedCallersOnly]
    private static int GridRank(nint* self, int grid, int* rank) => Guard(() => *rank = 0);

    [UnmanagedCallersOnly]
    private static int GridSize(nint* self, int grid, int* size) => Guard(() => *size = 1);

    [UnmanagedCallersOnly]
    private static int GridType(nint* self, int grid, byte* type) => Guard(() => Write("scalar", type));

    /// <summary>The runtime loads this assembly apart from the default context, in which plugins look for what they share with the host.</summary>
    private static void ShareContracts()
    {
        Assembly contracts = typeof(IModel).Assembly;
        if (AssemblyLoadContext.GetLoadContext(contracts) != AssemblyLoadContext.Default && Interlocked.Exchange(ref _isShared, 1) == 0)
        {
            AssemblyLoadContext.Default.Resolving += (_, name) => name.Name == contracts.GetName().Name ? contracts : null;
        }
    }

    private static ServedModel Model(nint* self) =>
        self[0] != 0 ? (ServedModel)GCHandle.FromIntPtr(self[0]).Target! : throw new InvalidOperationException("The model is not initialised.");

    private static int OfKnown(nint* self, byte* name, Action<ServedModel, string> work)
    {
        string variable = Text(name);
        return Guard(() =>
        {
            ServedModel model = Model(self);
            work(model, model.CountOf(variable) > 0 ? variable : throw new ArgumentException($"There is no variable '{variable}'."));
        });
    }

    /// <summary>No exception may leave towards C: it is told on standard error and becomes a status.</summary>
    private static int Guard(Action work)
    {
        try
        {
            work();
            return Success;
        }
#pragma warning disable CA1031 // The boundary to C is where every exception ends.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine(error.Message);
            return Failure;
        }
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    private static void Write(string text, byte* target)
    {
        // Every text of the interface has room for 2048 bytes.
        int length = Encoding.UTF8.GetBytes(text, new Span<byte>(target, 2047));
        target[length] = 0;
    }

    private static void WriteAll(IReadOnlyList<string> texts, byte** targets)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            Write(texts[i], targets[i]);
        }
    }
}
