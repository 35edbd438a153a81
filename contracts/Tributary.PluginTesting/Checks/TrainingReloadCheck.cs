namespace Tributary.PluginTesting;

/// <summary>An artefact gives the same numbers however often, wherever and by whichever instance it is loaded; a seed gives the same training.</summary>
internal sealed class TrainingReloadCheck() : Check("training-reloads", "an artefact that is loaded again gives the same numbers")
{
    public override Finding OfModel(ModelSubject subject)
    {
        if (subject.Problem is not { } problem)
        {
            return Finding.NotApplicable("it does not learn");
        }

        TrialResults first = problem.Simulate(problem.Trained);
        string moved = subject.FolderOf("moved");
        foreach (string file in Directory.EnumerateFiles(problem.Trained, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(moved, Path.GetRelativePath(problem.Trained, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return Finding.Of(
            first.Differs(problem.Simulate(problem.Trained)) ?? first.Differs(problem.Simulate(moved, Subject.Another(subject.Plugin))),
            "the same folder, and a copy of it by another instance");
    }
}
