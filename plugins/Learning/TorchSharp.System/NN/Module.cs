using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural networks.</summary>
    public static partial class nn
    {
        /// <summary>Part of a network: parameters, buffers and smaller modules, each under a name.</summary>
        public partial class Module : IDisposable
        {
            private readonly Dictionary<string, Parameter> ownParameters = [];
            private readonly Dictionary<string, Tensor> ownBuffers = [];
            private readonly Dictionary<string, Module> ownModules = [];
            private readonly string name;

            /// <summary>A module of one's own; call <see cref="RegisterComponents"/> once its fields are set.</summary>
            protected Module(string name) => this.name = name;

            /// <summary>Whether it behaves as in training: dropout drops.</summary>
            public virtual bool training { get; private set; } = true;

            /// <summary>Its name.</summary>
            public virtual string GetName() => name;

            /// <summary>Behaves as in training, or as in evaluation.</summary>
            public virtual void train(bool train = true)
            {
                training = train;
                foreach (Module module in ownModules.Values)
                {
                    module.train(train);
                }
            }

            /// <summary>Behaves as in evaluation.</summary>
            public virtual void eval() => train(false);

            /// <summary>Forgets the gradients of all parameters.</summary>
            public virtual void zero_grad()
            {
                foreach (Parameter parameter in parameters())
                {
                    parameter.ForgetGradient();
                }
            }

            /// <summary>Applies a function to it and all modules in it, innermost first.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                ArgumentNullException.ThrowIfNull(fn);
                foreach (Module module in ownModules.Values)
                {
                    module.apply(fn);
                }

                fn(this);
                return this;
            }

            /// <summary>The modules directly in it.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() => ownModules.Select(pair => (pair.Key, pair.Value));

            /// <summary>The modules directly in it.</summary>
            public virtual IEnumerable<Module> children() => ownModules.Values;

            /// <summary>All modules in it, with their paths.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach ((string child, Module module) in ownModules)
                {
                    yield return (child, module);
                    foreach ((string path, Module inner) in module.named_modules())
                    {
                        yield return ($"{child}.{path}", inner);
                    }
                }
            }

            /// <summary>All modules in it.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(pair => pair.module);

            /// <summary>Parameters with their paths, as <c>lstm.weight_ih_l0</c>; one that several modules share comes once.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                AllParameters(recurse).DistinctBy(pair => pair.parameter, ReferenceEqualityComparer.Instance);

            /// <summary>Its parameters.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(pair => pair.parameter);

            /// <summary>Tensors that are stored with it but not trained, with their paths.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true)
            {
                foreach ((string own, Tensor buffer) in ownBuffers)
                {
                    yield return (own, buffer);
                }

                foreach ((string child, Module module) in recurse ? ownModules : [])
                {
                    foreach ((string path, Tensor buffer) in module.named_buffers())
                    {
                        yield return ($"{child}.{path}", buffer);
                    }
                }
            }

            /// <summary>Tensors that are stored with it but not trained.</summary>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true) => named_buffers(recurse).Select(pair => pair.buffer);

            /// <summary>A parameter by its path; null where there is none.</summary>
            public virtual Parameter? get_parameter(string target) => parametersByName().GetValueOrDefault(target);

            /// <summary>A buffer by its path; null where there is none.</summary>
            public virtual Tensor? get_buffer(string target) => named_buffers().FirstOrDefault(pair => pair.name == target).buffer;

            /// <summary>Whether there is a parameter of a path.</summary>
            public virtual bool has_parameter(string target) => parametersByName().ContainsKey(target);

            /// <summary>Adds a parameter.</summary>
            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                if (!ownParameters.TryAdd(name, param))
                {
                    throw Taken(name);
                }

                Keep(param);
            }

            /// <summary>Adds a tensor that is stored but not trained.</summary>
            public virtual void register_buffer(string name, Tensor tensor)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (!ownBuffers.TryAdd(name, tensor))
                {
                    throw Taken(name);
                }

                Keep(tensor);
            }

            /// <summary>Adds a module.</summary>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_module(string name, Module submodule)
            {
                ArgumentNullException.ThrowIfNull(submodule);
                if (!ownModules.TryAdd(name, submodule))
                {
                    throw Taken(name);
                }
            }

            /// <summary>Adds a module.</summary>
            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Disposes of its parameters, buffers and modules.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            internal virtual void Convert(ScalarType? dtype, Device? device)
            {
                foreach (Tensor tensor in ownParameters.Values.Concat(ownBuffers.Values))
                {
                    using (new AutoGradMode(false))
                    {
                        using Tensor converted = tensor.to(tensor.is_floating_point() ? dtype ?? tensor.dtype : tensor.dtype, device ?? tensor.device);
                        bool trained = tensor.requires_grad;
                        if (!ReferenceEquals(converted, tensor) && converted.Handle != tensor.Handle)
                        {
                            using Tensor leaf = converted.detach();
                            tensor.Become(leaf);
                            tensor.requires_grad = trained;
                        }
                    }
                }

                foreach (Module module in ownModules.Values)
                {
                    module.Convert(dtype, device);
                }
            }

            /// <summary>Disposes of its parameters, buffers and modules.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                {
                    return;
                }

                foreach (Tensor tensor in ownParameters.Values.Concat(ownBuffers.Values))
                {
                    tensor.Dispose();
                }

                foreach (Module module in ownModules.Values)
                {
                    module.Dispose();
                }
            }

            /// <summary>Adds the parameters, modules and buffers that the fields of a module of one's own hold, under the fields' names.</summary>
            protected virtual void RegisterComponents()
            {
                foreach (FieldInfo field in GetType().GetFields(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance))
                {
                    if (ownModules.ContainsKey(field.Name) || ownParameters.ContainsKey(field.Name) || ownBuffers.ContainsKey(field.Name))
                    {
                        continue;
                    }

                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(field.Name, module);
                            break;
                        case Parameter parameter:
                            register_parameter(field.Name, parameter);
                            break;
                        case Tensor buffer:
                            register_buffer(field.Name, buffer);
                            break;
                    }
                }
            }

            private IEnumerable<(string name, Parameter parameter)> AllParameters(bool recurse)
            {
                foreach ((string own, Parameter parameter) in ownParameters)
                {
                    yield return (own, parameter);
                }

                foreach ((string child, Module module) in recurse ? ownModules : [])
                {
                    foreach ((string path, Parameter parameter) in module.AllParameters(true))
                    {
                        yield return ($"{child}.{path}", parameter);
                    }
                }
            }

            private InvalidOperationException Taken(string name) => new($"the module '{this.name}' holds a '{name}' already");

            // What a module holds outlives the scope in which it was made.
            private static void Keep(Tensor tensor) => tensor.DetachFromDisposeScope();

            private Dictionary<string, Parameter> parametersByName() => AllParameters(true).ToDictionary(pair => pair.name, pair => pair.parameter);
        }

        /// <summary>A module of one input.</summary>
        public abstract class Module<T, TResult> : Module, IModule<T, TResult>
        {
            /// <summary>A module of one's own.</summary>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>What it computes.</summary>
            public abstract TResult forward(T input);

            /// <summary>Computes.</summary>
            public TResult call(T input) => forward(input);
        }

        /// <summary>A module of two inputs.</summary>
        public abstract class Module<T1, T2, TResult> : Module, IModule<T1, T2, TResult>
        {
            /// <summary>A module of one's own.</summary>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>What it computes.</summary>
            public abstract TResult forward(T1 input1, T2 input2);

            /// <summary>Computes.</summary>
            public TResult call(T1 input1, T2 input2) => forward(input1, input2);
        }

        /// <summary>A module of three inputs.</summary>
        public abstract class Module<T1, T2, T3, TResult> : Module, IModule<T1, T2, T3, TResult>
        {
            /// <summary>A module of one's own.</summary>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>What it computes.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            /// <summary>Computes.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3) => forward(input1, input2, input3);
        }

        /// <summary>Anything that computes from one input.</summary>
        public interface IModule<T, TResult>
        {
            /// <summary>Computes.</summary>
            TResult call(T input1);
        }

        /// <summary>Anything that computes from two inputs.</summary>
        public interface IModule<T1, T2, TResult>
        {
            /// <summary>Computes.</summary>
            TResult call(T1 input1, T2 input2);
        }

        /// <summary>Anything that computes from three inputs.</summary>
        public interface IModule<T1, T2, T3, TResult>
        {
            /// <summary>Computes.</summary>
            TResult call(T1 input1, T2 input2, T3 input3);
        }
    }
}

/// <summary>Moving and converting modules.</summary>
public static class ModuleExtensionMethods
{
    /// <summary>With parameters of another type.</summary>
    public static T to<T>(this T module, torch.ScalarType type)
        where T : torch.nn.Module => Converted(module, type, null);

    /// <summary>On another device.</summary>
    public static T to<T>(this T module, torch.Device device)
        where T : torch.nn.Module => Converted(module, null, device);

    /// <summary>On another device.</summary>
    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1)
        where T : torch.nn.Module => Converted(module, null, new torch.Device(deviceType, deviceIndex));

    /// <summary>On another device, as <c>cuda:0</c>.</summary>
    public static T to<T>(this T module, string device)
        where T : torch.nn.Module => Converted(module, null, new torch.Device(device));

    /// <summary>On the processor.</summary>
    public static T cpu<T>(this T module)
        where T : torch.nn.Module => Converted(module, null, torch.CPU);

    /// <summary>On a graphics card.</summary>
    public static T cuda<T>(this T module, int deviceIndex = -1)
        where T : torch.nn.Module => Converted(module, null, new torch.Device(DeviceType.CUDA, deviceIndex));

    private static T Converted<T>(T module, torch.ScalarType? type, torch.Device? device)
        where T : torch.nn.Module
    {
        ArgumentNullException.ThrowIfNull(module);
        module.Convert(type, device);
        return module;
    }
}
