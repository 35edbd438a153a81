namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator Select = new("aten::select", "int");
        private static readonly Operator SliceOf = new("aten::slice", "Tensor");
        private static readonly Operator IndexBy = new("aten::index", "Tensor");
        private static readonly Operator IndexPut = new("aten::index_put_");

        /// <summary>Part of it; assigning overwrites that part.</summary>
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>Elements by tensors of indices, or by masks; assigning overwrites them.</summary>
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>One index along the first dimension; assigning overwrites what lies there.</summary>
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Overwrite(value, i1);
        }

        /// <summary>One index along each of the first two dimensions; assigning overwrites what lies there.</summary>
        public Tensor this[long i1, long i2]
        {
            get => Part(i1, i2);
            set => Overwrite(value, i1, i2);
        }

        /// <summary>One index along each of the first three dimensions; assigning overwrites what lies there.</summary>
        public Tensor this[long i1, long i2, long i3]
        {
            get => Part(i1, i2, i3);
            set => Overwrite(value, i1, i2, i3);
        }

        /// <summary>One index along a dimension, which goes.</summary>
        public Tensor select(long dim, long index) => Select.One(this, dim, index);

        /// <summary>From an index up to another along a dimension, by steps.</summary>
        public Tensor slice(long dim, long start, long finish, long step) => SliceOf.One(this, dim, start, finish, step);

        /// <summary>Part of it: a view as long as no index is a tensor.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor view, Tensor?[]? tensors) = View(indices);
            return scope.MoveToOuter(tensors is null ? (ReferenceEquals(view, this) ? view.alias() : view) : IndexBy.One(view, Argument.Optional(tensors)));
        }

        /// <summary>Elements by tensors of indices, or by masks.</summary>
        public Tensor index(params Tensor[] indices) => IndexBy.One(this, Argument.Optional(indices));

        /// <summary>Overwrites part of it.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            ArgumentNullException.ThrowIfNull(value);
            using DisposeScope scope = NewDisposeScope();
            (Tensor view, Tensor?[]? tensors) = View(indices);
            if (tensors is null)
            {
                view.copy_(Fitting(value, view));
            }
            else
            {
                IndexPut.InPlace(view, Argument.Optional(tensors), value.device_type == device_type ? value : value.to(device));
            }

            return this;
        }

        /// <summary>Overwrites elements by tensors of indices, or by masks.</summary>
        public Tensor index_put_(Tensor value, params Tensor[] indices) => IndexPut.InPlace(this, Argument.Optional(indices), value);

        /// <summary>Overwrites part of it with a number.</summary>
        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using Tensor number = scalar(value, dtype, device);
            return index_put_(number, indices);
        }

        // As in Python, a value may have leading dimensions of length one that the part lacks.
        private static Tensor Fitting(Tensor value, Tensor part)
        {
            long[] shape = value.shape;
            int surplus = shape.Length - (int)part.Dimensions;
            return surplus > 0 && shape.Take(surplus).All(length => length == 1) ? value.reshape(shape[surplus..]) : value;
        }

        private Tensor Part(params TensorIndex[] indices) => index(indices);

        private void Overwrite(Tensor value, params TensorIndex[] indices) => index_put_(value, indices);

        // Slices, single indices and new dimensions are views; tensors among the indices are gathered at the end.
        private (Tensor View, Tensor?[]? Tensors) View(TensorIndex[] indices)
        {
            int taken = 0;
            foreach (TensorIndex index in indices)
            {
                taken += index.Kind switch
                {
                    TensorIndex.IndexKind.None or TensorIndex.IndexKind.Ellipsis => 0,
                    TensorIndex.IndexKind.Tensor when index.Of!.dtype == ScalarType.Bool => (int)index.Of.Dimensions,
                    _ => 1,
                };
            }

            Tensor view = this;
            int dimension = 0;
            var tensors = new List<Tensor?>();
            bool any = false;
            foreach (TensorIndex index in indices)
            {
                switch (index.Kind)
                {
                    case TensorIndex.IndexKind.Ellipsis:
                        for (int left = (int)Dimensions - taken; left > 0; left--)
                        {
                            tensors.Add(null);
                            dimension++;
                        }

                        break;
                    case TensorIndex.IndexKind.None:
                        view = view.unsqueeze(dimension++);
                        tensors.Add(null);
                        break;
                    case TensorIndex.IndexKind.Single:
                        view = view.select(dimension, index.First);
                        break;
                    case TensorIndex.IndexKind.Slice:
                        view = SliceOf.One(view, (long)dimension++, index.Start, index.Stop, index.Step ?? 1L);
                        tensors.Add(null);
                        break;
                    default:
                        any = true;
                        tensors.Add(index.Of);
                        dimension += index.Of!.dtype == ScalarType.Bool ? (int)index.Of.Dimensions : 1;
                        break;
                }
            }

            return (view, any ? [.. tensors] : null);
        }
    }
}
