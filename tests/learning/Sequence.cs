// Torch's random numbers and the count of living tensors are one for the whole process, so that tests must not run side by side.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
