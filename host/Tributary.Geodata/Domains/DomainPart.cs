namespace Tributary.Geodata;

/// <summary>The parts of a domain, in the order in which they are read.</summary>
public enum DomainPart
{
    /// <summary>The layer of units.</summary>
    Layer,

    /// <summary>The units' ids.</summary>
    Ids,

    /// <summary>Their outlines and the coordinate system of these.</summary>
    Outlines,

    /// <summary>Their declared areas.</summary>
    Areas,

    /// <summary>Their elevations.</summary>
    Elevations,

    /// <summary>Their further attributes.</summary>
    Attributes,

    /// <summary>The river network.</summary>
    Network,

    /// <summary>Which reach each unit drains to.</summary>
    Connections,
}
