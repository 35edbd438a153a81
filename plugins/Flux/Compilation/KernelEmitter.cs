using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Tributary.Contracts.Numerics;

namespace Tributary.Plugins.Flux.Compilation;

/// <summary>Writes a step's graph as IL for one width of lanes.</summary>
internal sealed class KernelEmitter<T>
    where T : unmanaged, ILanes<T>
{
    private static readonly Type[] Signature =
        [typeof(T*), typeof(T*), typeof(T*), typeof(T*), typeof(T*), typeof(T*), typeof(int*), typeof(int), typeof(T*)];

    private static readonly Type Bare = LaneInstructions<T>.Bare;

    private readonly StepProgram _program;
    private readonly int[] _delayStarts;
    private readonly bool _detail;
    private readonly ILGenerator _il;
    private readonly LocalBuilder[] _stores;
    private readonly LocalBuilder[] _slots;
    private readonly LocalBuilder _net;
    private readonly LocalBuilder _left;
    private readonly LocalBuilder _step;

    private KernelEmitter(StepProgram program, int[] delayStarts, bool detail, ILGenerator il)
    {
        _program = program;
        _delayStarts = delayStarts;
        _detail = detail;
        _il = il;
        _stores = [.. program.Once.Stores.Select(_ => il.DeclareLocal(Bare))];
        _slots = [.. (program.Often?.Slots ?? []).Select(_ => il.DeclareLocal(Bare))];
        _net = il.DeclareLocal(Bare);
        _left = il.DeclareLocal(Bare);
        _step = il.DeclareLocal(typeof(int));
    }

    private enum Argument : short
    {
        Inputs,
        Outputs,
        Parameters,
        Stores,
        Underway,
        Ordinates,
        Counts,
        StepCount,
        Balance,
    }

    /// <summary>Compiles a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="delayStarts">Where each delay's ordinates begin.</param>
    /// <param name="detail">Whether all outputs are written, or the first alone.</param>
    public static Kernel<T> Compile(StepProgram program, int[] delayStarts, bool detail)
    {
        // A type rather than a DynamicMethod: its code is optimised in full and inlines the lanes' operators, and is collected with the model.
        AssemblyBuilder assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Tributary.Plugins.Flux.Compiled"), AssemblyBuilderAccess.RunAndCollect);
        TypeBuilder type = assembly.DefineDynamicModule("model").DefineType("Model", TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.Abstract);
        MethodBuilder method = type.DefineMethod("Run", MethodAttributes.Public | MethodAttributes.Static, typeof(void), Signature);
        method.SetImplementationFlags(MethodImplAttributes.IL | MethodImplAttributes.AggressiveOptimization);
        method.InitLocals = false;
        new KernelEmitter<T>(program, delayStarts, detail, method.GetILGenerator()).Emit();
        return type.CreateType().GetMethod("Run")!.CreateDelegate<Kernel<T>>();
    }

    private void Emit()
    {
        for (int store = 0; store < _stores.Length; store++)
        {
            LoadElement(Argument.Stores, store);
            _il.Emit(OpCodes.Stloc, _stores[store]);
        }

        PhaseEmitter? often = _program.Often is { } phase ? new PhaseEmitter(this, phase, []) : null;
        var once = new PhaseEmitter(this, _program.Once, [.. _program.Once.Outputs.Take(_detail ? int.MaxValue : 1)]);
        often?.EmitSteady();
        once.EmitSteady();
        SetZero(_net);
        SetZero(_left);

        Label next = _il.DefineLabel();
        Label done = _il.DefineLabel();
        Count(_step, 0);
        _il.MarkLabel(next);
        _il.Emit(OpCodes.Ldloc, _step);
        _il.Emit(OpCodes.Ldarg, (short)Argument.StepCount);
        _il.Emit(OpCodes.Bge, done);
        if (often is not null)
        {
            EmitSubsteps(often);
        }

        once.EmitStep();
        Increment(_step);
        _il.Emit(OpCodes.Br, next);
        _il.MarkLabel(done);

        for (int store = 0; store < _stores.Length; store++)
        {
            StoreElement(Argument.Stores, store, () => _il.Emit(OpCodes.Ldloc, _stores[store]));
        }

        foreach ((int index, LocalBuilder sum) in (ReadOnlySpan<(int, LocalBuilder)>)[(0, _net), (1, _left)])
        {
            StoreElement(Argument.Balance, index, () =>
                LaneInstructions<T>.Apply(_il, Operator.Add, [() => LoadElement(Argument.Balance, index), () => _il.Emit(OpCodes.Ldloc, sum)]));
        }

        _il.Emit(OpCodes.Ret);
    }

    private void EmitSubsteps(PhaseEmitter often)
    {
        LocalBuilder substep = _il.DeclareLocal(typeof(int));
        foreach (LocalBuilder slot in _slots)
        {
            SetZero(slot);
        }

        Label next = _il.DefineLabel();
        Count(substep, 0);
        _il.MarkLabel(next);
        often.EmitStep();
        Increment(substep);
        _il.Emit(OpCodes.Ldloc, substep);
        _il.Emit(OpCodes.Ldc_I4, _program.Substeps);
        _il.Emit(OpCodes.Blt, next);
    }

    private void Count(LocalBuilder counter, int value)
    {
        _il.Emit(OpCodes.Ldc_I4, value);
        _il.Emit(OpCodes.Stloc, counter);
    }

    private void Increment(LocalBuilder counter)
    {
        _il.Emit(OpCodes.Ldloc, counter);
        _il.Emit(OpCodes.Ldc_I4_1);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stloc, counter);
    }

    private void SetZero(LocalBuilder local)
    {
        LaneInstructions<T>.LoadConstant(_il, 0);
        _il.Emit(OpCodes.Stloc, local);
    }

    private void Address(Argument argument, int index)
    {
        _il.Emit(OpCodes.Ldarg, (short)argument);
        _il.Emit(OpCodes.Ldc_I4, index * Unsafe.SizeOf<T>());
        _il.Emit(OpCodes.Add);
    }

    private void LoadElement(Argument argument, int index)
    {
        Address(argument, index);
        _il.Emit(OpCodes.Ldobj, Bare);
    }

    private void StoreElement(Argument argument, int index, Action value)
    {
        Address(argument, index);
        value();
        _il.Emit(OpCodes.Stobj, Bare);
    }

    /// <summary>Address of a step's value in a series of a tile.</summary>
    private void TileAddress(Argument argument, int series)
    {
        Address(argument, series * LaneTiles.StepCount);
        _il.Emit(OpCodes.Ldloc, _step);
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Ldc_I4, Unsafe.SizeOf<T>());
        _il.Emit(OpCodes.Mul);
        _il.Emit(OpCodes.Add);
    }

    /// <summary>Writes one part of the step. A node that is needed more than once gets a local, another one stands where it is needed.</summary>
    private sealed class PhaseEmitter
    {
        private readonly KernelEmitter<T> _kernel;
        private readonly StepPhase _phase;
        private readonly (int Output, int Node)[] _outputs;
        private readonly int[] _uses;
        private readonly LocalBuilder?[] _locals;

        public PhaseEmitter(KernelEmitter<T> kernel, StepPhase phase, (int Output, int Node)[] outputs)
        {
            _kernel = kernel;
            _phase = phase;
            _outputs = outputs;
            _uses = new int[phase.Graph.Count];
            _locals = new LocalBuilder?[phase.Graph.Count];
            foreach (int root in (ReadOnlySpan<int>)[.. phase.Stores, .. phase.Slots, phase.Net, phase.Left, .. outputs.Select(output => output.Node)])
            {
                _uses[root]++;
            }

            for (int node = _uses.Length - 1; node >= 0; node--)
            {
                if (_uses[node] > 0 || Graph[node].Operator == Operator.Outflow)
                {
                    foreach (int operand in Graph[node].Operands)
                    {
                        // Steady operands of moving nodes are always kept, those of steady nodes only where needed twice.
                        _uses[operand] += Graph.IsSteady(operand) && !Graph.IsSteady(node) ? 2 : 1;
                    }
                }
            }
        }

        private StepGraph Graph => _phase.Graph;

        public void EmitSteady() => EmitLocals(steady: true);

        public void EmitStep()
        {
            EmitLocals(steady: false);
            foreach ((int output, int node) in _outputs)
            {
                _kernel.TileAddress(Argument.Outputs, output);
                Load(node);
                _kernel._il.Emit(OpCodes.Stobj, Bare);
            }

            for (int slot = 0; slot < _phase.Slots.Count; slot++)
            {
                AddTo(_kernel._slots[slot], _phase.Slots[slot]);
            }

            AddTo(_kernel._net, _phase.Net);
            AddTo(_kernel._left, _phase.Left);

            // All new contents are computed before the first is kept, since they depend on the old ones.
            int[] changed = [.. Enumerable.Range(0, _phase.Stores.Length).Where(store => Graph[_phase.Stores[store]] != new Node(Operator.Store, store))];
            foreach (int store in changed)
            {
                Load(_phase.Stores[store]);
            }

            foreach (int store in changed.Reverse())
            {
                _kernel._il.Emit(OpCodes.Stloc, _kernel._stores[store]);
            }
        }

        private void AddTo(LocalBuilder sum, int node)
        {
            if (!Graph.IsConstant(node, 0))
            {
                LaneInstructions<T>.Apply(_kernel._il, Operator.Add, [() => _kernel._il.Emit(OpCodes.Ldloc, sum), () => Load(node)]);
                _kernel._il.Emit(OpCodes.Stloc, sum);
            }
        }

        private void EmitLocals(bool steady)
        {
            for (int node = 0; node < _uses.Length; node++)
            {
                bool isRead = Graph[node].Operator is Operator.Constant or Operator.Store or Operator.Accumulated;
                bool isKept = Graph[node].Operator == Operator.Outflow || (_uses[node] > 1 && !isRead);
                if (isKept && Graph.IsSteady(node) == steady)
                {
                    Compute(node);
                    _locals[node] = _kernel._il.DeclareLocal(Bare);
                    _kernel._il.Emit(OpCodes.Stloc, _locals[node]!);
                }
            }
        }

        private void Load(int node)
        {
            if (_locals[node] is { } local)
            {
                _kernel._il.Emit(OpCodes.Ldloc, local);
            }
            else
            {
                Compute(node);
            }
        }

        private void Compute(int node)
        {
            Node what = Graph[node];
            switch (what.Operator)
            {
                case Operator.Constant:
                    LaneInstructions<T>.LoadConstant(_kernel._il, what.Value);
                    return;
                case Operator.Parameter:
                    _kernel.LoadElement(Argument.Parameters, what.A);
                    return;
                case Operator.Input:
                    _kernel.TileAddress(Argument.Inputs, what.A);
                    _kernel._il.Emit(OpCodes.Ldobj, Bare);
                    return;
                case Operator.Store:
                    _kernel._il.Emit(OpCodes.Ldloc, _kernel._stores[what.A]);
                    return;
                case Operator.Accumulated:
                    _kernel._il.Emit(OpCodes.Ldloc, _kernel._slots[what.A]);
                    return;
                case Operator.Outflow:
                    Convolve(what.B, what.A);
                    return;
            }

            LaneInstructions<T>.Apply(_kernel._il, what.Operator, [.. what.Operands.Select<int, Action>(operand => () => Load(operand))]);
        }

        private void Convolve(int delay, int inflow)
        {
            ILGenerator il = _kernel._il;
            LocalBuilder water = il.DeclareLocal(Bare);
            Load(inflow);
            il.Emit(OpCodes.Stloc, water);
            _kernel.Address(Argument.Underway, _kernel._delayStarts[delay]);
            _kernel.Address(Argument.Ordinates, _kernel._delayStarts[delay]);
            il.Emit(OpCodes.Ldarg, (short)Argument.Counts);
            il.Emit(OpCodes.Ldc_I4, delay * sizeof(int));
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Ldind_I4);
            il.Emit(OpCodes.Ldloca, water);
            il.Emit(OpCodes.Conv_U);
            il.Emit(OpCodes.Call, typeof(KernelSupport).GetMethod(nameof(KernelSupport.Convolve))!.MakeGenericMethod(typeof(T)));
            _kernel.LoadElement(Argument.Underway, _kernel._delayStarts[delay]);
        }
    }
}
