using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>An optimiser that remembers tensors of every parameter, and can store them.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private readonly Dictionary<Parameter, OptimizerMemory> memories = new(ReferenceEqualityComparer.Instance);

    private protected OptimizerHelper()
    {
    }

    /// <summary>Writes what it remembers and its learning rates to a file.</summary>
    public void save_state_dict(string location)
    {
        using FileStream stream = File.Create(location);
        using var writer = new BinaryWriter(stream);
        save_state_dict(writer);
    }

    /// <summary>Reads what it remembered and its learning rates from a file.</summary>
    public void load_state_dict(string location)
    {
        using FileStream stream = File.OpenRead(location);
        using var reader = new BinaryReader(stream);
        load_state_dict(reader);
    }

    /// <summary>Writes what it remembers and its learning rates.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(GetType().Name);
        writer.Write(Groups.Count);
        foreach (ParameterGroup group in Groups)
        {
            writer.Write(group.LearningRate);
            writer.Write(group.InitialLearningRate);
        }

        writer.Write(parameters().Count());
        foreach (Parameter parameter in parameters())
        {
            OptimizerMemory memory = Memory(parameter);
            writer.Write(memory.Steps);
            writer.Write(memory.Tensors.Count);
            foreach (Tensor tensor in memory.Tensors)
            {
                using Tensor here = tensor.cpu();
                using Tensor flat = here.contiguous();
                writer.Write(flat.numel() * flat.element_size());
                writer.Write(flat.bytes);
            }
        }
    }

    /// <summary>Reads what it remembered and its learning rates.</summary>
    /// <exception cref="ArgumentException">It is of another optimiser or of other parameters.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        string name = reader.ReadString();
        int groups = reader.ReadInt32();
        if (name != GetType().Name || groups != Groups.Count)
        {
            throw new ArgumentException($"the state is of a {name} with {groups} groups of parameters, not of a {GetType().Name} with {Groups.Count}");
        }

        foreach (ParameterGroup group in Groups)
        {
            group.LearningRate = reader.ReadDouble();
            group.InitialLearningRate = reader.ReadDouble();
        }

        int count = reader.ReadInt32();
        if (count != parameters().Count())
        {
            throw new ArgumentException($"the state is of {count} parameters, not of {parameters().Count()}");
        }

        foreach (Parameter parameter in parameters())
        {
            OptimizerMemory memory = Memory(parameter);
            memory.Steps = reader.ReadInt64();
            int tensors = reader.ReadInt32();
            for (int index = 0; index < tensors; index++)
            {
                if (index == memory.Tensors.Count)
                {
                    memory.Tensors.Add(OptimizerMemory.Zeros(parameter));
                }

                using DisposeScope scope = NewDisposeScope();
                Tensor here = empty(parameter.shape, parameter.dtype);
                if (reader.ReadInt64() != here.bytes.Length)
                {
                    throw new ArgumentException("the state is of parameters of other shapes");
                }

                reader.BaseStream.ReadExactly(here.bytes);
                memory.Tensors[index].copy_(here);
            }
        }
    }

    internal override IEnumerable<OptimizerMemory> Memories() => memories.Values;

    internal OptimizerMemory Memory(Parameter parameter)
    {
        if (!memories.TryGetValue(parameter, out OptimizerMemory? memory))
        {
            memories.Add(parameter, memory = new OptimizerMemory());
        }

        return memory;
    }

    /// <summary>The memory of a parameter, with as many tensors of zeros as asked for, and one step more.</summary>
    internal OptimizerMemory Advance(Parameter parameter, int tensors)
    {
        OptimizerMemory memory = Memory(parameter);
        while (memory.Tensors.Count < tensors)
        {
            memory.Tensors.Add(OptimizerMemory.Zeros(parameter));
        }

        memory.Steps++;
        return memory;
    }

    /// <summary>The gradient with the pull of weight decay.</summary>
    internal static Tensor Decayed(ParameterGroup group, Parameter parameter, Tensor gradient) =>
        group.WeightDecay == 0 ? gradient : gradient.add(parameter, group.WeightDecay);
}
