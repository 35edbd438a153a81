using Microsoft.Win32.SafeHandles;

namespace Tributary.Geodata.Interop;

/// <summary>An open GDAL data set.</summary>
internal sealed class DatasetHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public DatasetHandle(nint dataset)
        : base(ownsHandle: true) => SetHandle(dataset);

    protected override bool ReleaseHandle()
    {
        GdalNative.GDALClose(handle);
        return true;
    }
}

/// <summary>A feature of a layer.</summary>
internal sealed class FeatureHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public FeatureHandle(nint feature)
        : base(ownsHandle: true) => SetHandle(feature);

    protected override bool ReleaseHandle()
    {
        OgrNative.OGR_F_Destroy(handle);
        return true;
    }
}

/// <summary>A coordinate reference system.</summary>
internal sealed class SpatialReferenceHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SpatialReferenceHandle(nint reference)
        : base(ownsHandle: true) => SetHandle(reference);

    protected override bool ReleaseHandle()
    {
        OsrNative.OSRRelease(handle);
        return true;
    }
}

/// <summary>A transformation between two coordinate reference systems.</summary>
internal sealed class TransformationHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public TransformationHandle(nint transformation)
        : base(ownsHandle: true) => SetHandle(transformation);

    protected override bool ReleaseHandle()
    {
        OsrNative.OCTDestroyCoordinateTransformation(handle);
        return true;
    }
}

/// <summary>A group of arrays.</summary>
internal sealed class GroupHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public GroupHandle(nint group)
        : base(ownsHandle: true) => SetHandle(group);

    protected override bool ReleaseHandle()
    {
        MultiDimNative.GDALGroupRelease(handle);
        return true;
    }
}

/// <summary>An array of several dimensions.</summary>
internal sealed class ArrayHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ArrayHandle(nint array)
        : base(ownsHandle: true) => SetHandle(array);

    protected override bool ReleaseHandle()
    {
        MultiDimNative.GDALMDArrayRelease(handle);
        return true;
    }
}
