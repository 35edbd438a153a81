using System.Collections;
using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules one after another.</summary>
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly List<nn.IModule<Tensor, Tensor>> chain = [];

        internal Sequential()
            : base(nameof(Sequential))
        {
        }

        /// <summary>Number of modules.</summary>
        public int Count => chain.Count;

        /// <summary>Adds a module at the end.</summary>
        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            register_module(name, (nn.Module)module);
            chain.Add(module);
            return this;
        }

        /// <summary>Adds a module at the end, under its number.</summary>
        public Sequential append(nn.IModule<Tensor, Tensor> module) => append(chain.Count.ToString(CultureInfo.InvariantCulture), module);

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            using DisposeScope scope = NewDisposeScope();
            Tensor value = tensor;
            foreach (nn.IModule<Tensor, Tensor> module in chain)
            {
                value = module.call(value);
            }

            return scope.MoveToOuter(ReferenceEquals(value, tensor) ? tensor.alias() : value);
        }
    }

    /// <summary>Modules in a list, each under its number.</summary>
    public class ModuleList<T> : nn.Module, IEnumerable<T>
        where T : nn.Module
    {
        private readonly List<T> list = [];

        /// <summary>A list of modules.</summary>
        public ModuleList(params T[] modules)
            : base(nameof(ModuleList<T>))
        {
            ArgumentNullException.ThrowIfNull(modules);
            foreach (T module in modules)
            {
                Add(module);
            }
        }

        /// <summary>Number of modules.</summary>
        public int Count => list.Count;

        /// <summary>A module by its number.</summary>
        public T this[int index] => list[index];

        /// <summary>Adds a module at the end.</summary>
        public void Add(T item)
        {
            register_module(list.Count.ToString(CultureInfo.InvariantCulture), item);
            list.Add(item);
        }

        /// <inheritdoc/>
        public IEnumerator<T> GetEnumerator() => list.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Modules one after another, each under its number.</summary>
            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules)
            {
                ArgumentNullException.ThrowIfNull(modules);
                var all = new Sequential();
                foreach (Module<Tensor, Tensor> module in modules)
                {
                    all.append(module);
                }

                return all;
            }

            /// <summary>Modules one after another, each under a name.</summary>
            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules)
            {
                ArgumentNullException.ThrowIfNull(modules);
                var all = new Sequential();
                foreach ((string name, Module<Tensor, Tensor> module) in modules)
                {
                    all.append(name, module);
                }

                return all;
            }

            /// <summary>Modules in a list.</summary>
            public static ModuleList<T> ModuleList<T>(params T[] modules)
                where T : Module => new(modules);
        }
    }
}
