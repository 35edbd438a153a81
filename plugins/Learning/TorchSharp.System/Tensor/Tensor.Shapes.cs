namespace TorchSharp;

public static partial class torch
{
    /// <summary>With another shape; one length may be -1.</summary>
    public static Tensor reshape(Tensor input, params long[] shape) => input.reshape(shape);

    /// <summary>With dimensions joined into one.</summary>
    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);

    /// <summary>With two dimensions exchanged.</summary>
    public static Tensor transpose(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);

    /// <summary>A matrix with rows and columns exchanged.</summary>
    public static Tensor t(Tensor input) => input.t();

    /// <summary>With its dimensions in another order.</summary>
    public static Tensor permute(Tensor input, params long[] permutation) => input.permute(permutation);

    /// <summary>Without dimensions of length one, or without the one named.</summary>
    public static Tensor squeeze(Tensor input, long? dim = null) => input.squeeze(dim);

    /// <summary>With a new dimension of length one.</summary>
    public static Tensor unsqueeze(Tensor input, long dim) => input.unsqueeze(dim);

    /// <summary>With each element repeated.</summary>
    public static Tensor repeat_interleave(Tensor input, long repeats, long? dim = null, long? output_size = null) => input.repeat_interleave(repeats, dim, output_size);

    /// <summary>With each element repeated as often as told.</summary>
    public static Tensor repeat_interleave(Tensor input, Tensor repeats, long? dim = null, long? output_size = null) => input.repeat_interleave(repeats, dim, output_size);

    /// <summary>A copy.</summary>
    public static Tensor clone(Tensor input) => input.clone();

    /// <summary>Backwards along dimensions.</summary>
    public static Tensor flip(Tensor input, params long[] dims) => input.flip(dims);

    /// <summary>Shifted around along dimensions.</summary>
    public static Tensor roll(Tensor input, long[] shifts, long[] dims) => input.roll(shifts, dims);

    /// <summary>A range along a dimension.</summary>
    public static Tensor narrow(Tensor input, long dim, long start, long length) => input.narrow(dim, start, length);

    /// <summary>Indices along a dimension.</summary>
    public static Tensor index_select(Tensor input, long dim, Tensor index) => input.index_select(dim, index);

    /// <summary>With multiples of another added at indices along a dimension.</summary>
    public static Tensor index_add(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) => input.index_add(dim, index, source, alpha);

    /// <summary>With another copied to indices along a dimension.</summary>
    public static Tensor index_copy(Tensor input, long dim, Tensor index, Tensor source) => input.index_copy(dim, index, source);

    /// <summary>An element along a dimension for each index.</summary>
    public static Tensor gather(Tensor input, long dim, Tensor index) => input.gather(dim, index);

    /// <summary>With another placed at indices along a dimension.</summary>
    public static Tensor scatter(Tensor input, long dim, Tensor index, Tensor src) => input.scatter(dim, index, src);

    /// <summary>With another added at indices along a dimension.</summary>
    public static Tensor scatter_add(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add(dim, index, src);

    /// <summary>Elements by their index in the flattened tensor.</summary>
    public static Tensor take(Tensor input, Tensor index) => input.take(index);

    /// <summary>The indices of what is not zero, one row each.</summary>
    public static Tensor nonzero(Tensor input) => input.nonzero();

    /// <summary>Zeros above a diagonal.</summary>
    public static Tensor tril(Tensor input, long diagonal = 0) => input.tril(diagonal);

    /// <summary>Zeros below a diagonal.</summary>
    public static Tensor triu(Tensor input, long diagonal = 0) => input.triu(diagonal);

    /// <summary>The diagonal of a matrix, or a matrix of a diagonal.</summary>
    public static Tensor diag(Tensor input, long diagonal = 0) => input.diag(diagonal);

    /// <summary>Cut into a number of parts along a dimension.</summary>
    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0L) => input.chunk(chunks, dim);

    /// <summary>Cut into parts of given lengths along a dimension.</summary>
    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) => tensor.split(split_size_or_sections, dim);

    /// <summary>Its slices along a dimension.</summary>
    public static Tensor[] unbind(Tensor input, long dim = 0L) => input.unbind(dim);

    /// <summary>With dimensions moved.</summary>
    public static Tensor movedim(Tensor input, long[] source, long[] destination) => input.movedim(source, destination);

    /// <summary>Joined along a dimension.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Tensor.OpCat.One(tensors.ToArray(), dim);

    /// <summary>Stacked along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Tensor.OpStack.One(tensors.ToArray(), dim);

    /// <summary>A coordinate grid of vectors, indexed by <c>ij</c> or <c>xy</c>.</summary>
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") => Tensor.OpMeshgridIndexing.Many(tensors.ToArray(), indexing);

    /// <summary>Sums of products over named dimensions, as <c>bij,bjk-&gt;bik</c>.</summary>
    public static Tensor einsum(string equation, params Tensor[] tensors) => Tensor.OpEinsum.One(equation, tensors);

    public partial class Tensor
    {
        private static readonly Operator OpReshape = new("aten::reshape");
        private static readonly Operator OpView = new("aten::view");
        private static readonly Operator OpViewAs = new("aten::view_as");
        private static readonly Operator OpFlattenUsingInts = new("aten::flatten", "using_ints");
        private static readonly Operator OpTransposeInt = new("aten::transpose", "int");
        private static readonly Operator OpT = new("aten::t");
        private static readonly Operator OpPermute = new("aten::permute");
        private static readonly Operator OpSqueeze = new("aten::squeeze");
        private static readonly Operator OpSqueezeDim = new("aten::squeeze", "dim");
        private static readonly Operator OpUnsqueeze = new("aten::unsqueeze");
        private static readonly Operator OpExpand = new("aten::expand");
        private static readonly Operator OpExpandAs = new("aten::expand_as");
        private static readonly Operator OpRepeat = new("aten::repeat");
        private static readonly Operator OpTile = new("aten::tile");
        private static readonly Operator OpBroadcastTo = new("aten::broadcast_to");
        private static readonly Operator OpRepeatInterleaveSelfInt = new("aten::repeat_interleave", "self_int");
        private static readonly Operator OpRepeatInterleaveSelfTensor = new("aten::repeat_interleave", "self_Tensor");
        private static readonly Operator OpContiguous = new("aten::contiguous");
        private static readonly Operator OpClone = new("aten::clone");
        private static readonly Operator OpDetach = new("aten::detach");
        private static readonly Operator OpDetachInPlace = new("aten::detach_");
        private static readonly Operator OpFlip = new("aten::flip");
        private static readonly Operator OpRoll = new("aten::roll");
        private static readonly Operator OpNarrow = new("aten::narrow");
        private static readonly Operator OpUnfold = new("aten::unfold");
        private static readonly Operator OpAsStrided = new("aten::as_strided");
        private static readonly Operator OpIndexSelect = new("aten::index_select");
        private static readonly Operator OpIndexAdd = new("aten::index_add");
        private static readonly Operator OpIndexAddInPlace = new("aten::index_add_");
        private static readonly Operator OpIndexCopy = new("aten::index_copy");
        private static readonly Operator OpIndexCopyInPlace = new("aten::index_copy_");
        private static readonly Operator OpGather = new("aten::gather");
        private static readonly Operator OpScatterSrc = new("aten::scatter", "src");
        private static readonly Operator OpScatterSrcInPlace = new("aten::scatter_", "src");
        private static readonly Operator OpScatterAdd = new("aten::scatter_add");
        private static readonly Operator OpScatterAddInPlace = new("aten::scatter_add_");
        private static readonly Operator OpTake = new("aten::take");
        private static readonly Operator OpNonzero = new("aten::nonzero");
        private static readonly Operator OpTril = new("aten::tril");
        private static readonly Operator OpTriu = new("aten::triu");
        private static readonly Operator OpDiag = new("aten::diag");
        private static readonly Operator OpChunk = new("aten::chunk");
        private static readonly Operator OpSplitWithSizes = new("aten::split_with_sizes");
        private static readonly Operator OpSplitTensor = new("aten::split", "Tensor");
        private static readonly Operator OpUnbindInt = new("aten::unbind", "int");
        private static readonly Operator OpMovedimIntlist = new("aten::movedim", "intlist");
        internal static readonly Operator OpCat = new("aten::cat");
        internal static readonly Operator OpStack = new("aten::stack");
        internal static readonly Operator OpMeshgridIndexing = new("aten::meshgrid", "indexing");
        internal static readonly Operator OpEinsum = new("aten::einsum");

        /// <summary>With another shape; one length may be -1.</summary>
        public Tensor reshape(params long[] shape) => OpReshape.One(this, shape);

        /// <summary>The same memory with another shape.</summary>
        public Tensor view(params long[] shape) => OpView.One(this, shape);

        /// <summary>The same memory with the shape of another.</summary>
        public Tensor view_as(Tensor other) => OpViewAs.One(this, other);

        /// <summary>With dimensions joined into one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => OpFlattenUsingInts.One(this, start_dim, end_dim);

        /// <summary>With two dimensions exchanged.</summary>
        public Tensor transpose(long dim0, long dim1) => OpTransposeInt.One(this, dim0, dim1);

        /// <summary>A matrix with rows and columns exchanged.</summary>
        public Tensor t() => OpT.One(this);

        /// <summary>With its dimensions in another order.</summary>
        public Tensor permute(params long[] permutation) => OpPermute.One(this, permutation);

        /// <summary>Without dimensions of length one, or without the one named.</summary>
        public Tensor squeeze(long? dim = null) => dim is { } axis ? OpSqueezeDim.One(this, axis) : OpSqueeze.One(this);

        /// <summary>With a new dimension of length one.</summary>
        public Tensor unsqueeze(long dim) => OpUnsqueeze.One(this, dim);

        /// <summary>Repeated along dimensions of length one without copying; -1 keeps a length.</summary>
        public Tensor expand(params long[] sizes) => OpExpand.One(this, sizes);

        /// <summary>Repeated to the shape of another without copying.</summary>
        public Tensor expand_as(Tensor other) => OpExpandAs.One(this, other);

        /// <summary>Repeated along each dimension.</summary>
        public Tensor repeat(params long[] sizes) => OpRepeat.One(this, sizes);

        /// <summary>Repeated along each dimension.</summary>
        public Tensor tile(long[] reps) => OpTile.One(this, reps);

        /// <summary>Repeated to a shape without copying.</summary>
        public Tensor broadcast_to(params long[] shape) => OpBroadcastTo.One(this, shape);

        /// <summary>With each element repeated.</summary>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) => OpRepeatInterleaveSelfInt.One(this, repeats, dim, output_size);

        /// <summary>With each element repeated as often as told.</summary>
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) => OpRepeatInterleaveSelfTensor.One(this, repeats, dim, output_size);

        /// <summary>With its elements one after another.</summary>
        public Tensor contiguous() => OpContiguous.One(this);

        /// <summary>A copy.</summary>
        public Tensor clone() => OpClone.One(this);

        /// <summary>The same memory, outside of what is recorded.</summary>
        public Tensor detach() => OpDetach.One(this);

        /// <summary>Takes it out of what is recorded.</summary>
        public Tensor detach_() => OpDetachInPlace.InPlace(this);

        /// <summary>Backwards along dimensions.</summary>
        public Tensor flip(params long[] dims) => OpFlip.One(this, dims);

        /// <summary>Shifted around along dimensions.</summary>
        public Tensor roll(long[] shifts, long[] dims) => OpRoll.One(this, shifts, dims);

        /// <summary>A range along a dimension.</summary>
        public Tensor narrow(long dim, long start, long length) => OpNarrow.One(this, dim, start, length);

        /// <summary>Windows along a dimension, without copying; they lie along a new last dimension.</summary>
        public Tensor unfold(long dimension, long size, long step) => OpUnfold.One(this, dimension, size, step);

        /// <summary>The same memory by other lengths and strides.</summary>
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0L) => OpAsStrided.One(this, size, strides, (long?)storageOffset);

        /// <summary>Indices along a dimension.</summary>
        public Tensor index_select(long dim, Tensor index) => OpIndexSelect.One(this, dim, index);

        /// <summary>With multiples of another added at indices along a dimension.</summary>
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => OpIndexAdd.One(this, dim, index, source, alpha);

        /// <summary>With multiples of another added at indices along a dimension, in place.</summary>
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => OpIndexAddInPlace.InPlace(this, dim, index, source, alpha);

        /// <summary>With another copied to indices along a dimension.</summary>
        public Tensor index_copy(long dim, Tensor index, Tensor source) => OpIndexCopy.One(this, dim, index, source);

        /// <summary>With another copied to indices along a dimension, in place.</summary>
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => OpIndexCopyInPlace.InPlace(this, dim, index, source);

        /// <summary>An element along a dimension for each index.</summary>
        public Tensor gather(long dim, Tensor index) => OpGather.One(this, dim, index);

        /// <summary>With another placed at indices along a dimension.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) => OpScatterSrc.One(this, dim, index, src);

        /// <summary>With another placed at indices along a dimension, in place.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src) => OpScatterSrcInPlace.InPlace(this, dim, index, src);

        /// <summary>With another added at indices along a dimension.</summary>
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => OpScatterAdd.One(this, dim, index, src);

        /// <summary>With another added at indices along a dimension, in place.</summary>
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => OpScatterAddInPlace.InPlace(this, dim, index, src);

        /// <summary>Elements by their index in the flattened tensor.</summary>
        public Tensor take(Tensor index) => OpTake.One(this, index);

        /// <summary>The indices of what is not zero, one row each.</summary>
        public Tensor nonzero() => OpNonzero.One(this);

        /// <summary>Zeros above a diagonal.</summary>
        public Tensor tril(long diagonal = 0) => OpTril.One(this, diagonal);

        /// <summary>Zeros below a diagonal.</summary>
        public Tensor triu(long diagonal = 0) => OpTriu.One(this, diagonal);

        /// <summary>The diagonal of a matrix, or a matrix of a diagonal.</summary>
        public Tensor diag(long diagonal = 0) => OpDiag.One(this, diagonal);

        /// <summary>Cut into a number of parts along a dimension.</summary>
        public Tensor[] chunk(long chunks, long dim = 0L) => OpChunk.Many(this, chunks, dim);

        /// <summary>Cut into parts of given lengths along a dimension.</summary>
        public Tensor[] split(long[] sizes, long dim = 0) => OpSplitWithSizes.Many(this, sizes, dim);

        /// <summary>Cut into parts of one length along a dimension.</summary>
        public Tensor[] split(long size, int dim = 0) => OpSplitTensor.Many(this, size, (long)dim);

        /// <summary>Its slices along a dimension.</summary>
        public Tensor[] unbind(long dimension = 0L) => OpUnbindInt.Many(this, dimension);

        /// <summary>With dimensions moved.</summary>
        public Tensor movedim(long[] source, long[] destination) => OpMovedimIntlist.One(this, source, destination);

        /// <summary>A matrix with rows and columns exchanged.</summary>
        public Tensor T => t();

        /// <summary>The last two dimensions exchanged.</summary>
        public Tensor mT => transpose(-2, -1);
    }
}
