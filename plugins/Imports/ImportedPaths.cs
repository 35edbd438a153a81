namespace Tributary.Plugins.Imports;

/// <summary>Paths of other programs' configurations as a workflow file writes them.</summary>
internal static class ImportedPaths
{
    public const string Relative = "relative paths are those of the workflow file here, of the folder that the program was started in there";

    /// <summary>A path; <c>~</c> becomes the environment's HOME, which a workflow file knows.</summary>
    public static string Of(string path) => path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? "${HOME}" + path[1..] : path;

    public static bool IsRelative(string path) => !Path.IsPathRooted(path) && path != "~" && !path.StartsWith("~/", StringComparison.Ordinal) && !path.StartsWith("${", StringComparison.Ordinal);
}
