using TorchSharp.Modules;
using static TorchSharp.torch;
using static Tributary.Learning.Tests.Torch.Case;
using static Tributary.Learning.Tests.Torch.Input;

namespace Tributary.Learning.Tests.Torch;

/// <summary>Twenty steps of every optimiser on a small network, thirty epochs of every schedule, and clipping.</summary>
internal static class OptimizerCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Steps("Adam(p, lr=0.05)", p => optim.Adam(p, 0.05)),
        Steps("Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.1)", p => optim.Adam(p, 0.05, 0.8, 0.95, 1e-4, 0.1)),
        Steps("AdamW(p, lr=0.05, betas=(0.9, 0.99), weight_decay=0.1)", p => optim.AdamW(p, 0.05, 0.9, 0.99, 1e-8, 0.1)),
        Steps("SGD(p, lr=0.1)", p => optim.SGD(p, 0.1)),
        Steps("SGD(p, lr=0.05, momentum=0.9)", p => optim.SGD(p, 0.05, 0.9)),
        Steps("SGD(p, lr=0.05, momentum=0.9, dampening=0.3, weight_decay=0.02)", p => optim.SGD(p, 0.05, 0.9, 0.3, 0.02)),
        Steps("SGD(p, lr=0.05, momentum=0.9, weight_decay=0.02, nesterov=True)", p => optim.SGD(p, 0.05, 0.9, 0, 0.02, true)),
        Steps("Adadelta(p)", p => optim.Adadelta(p)),
        Steps("Adadelta(p, lr=0.5, rho=0.8, eps=1e-3, weight_decay=0.1)", p => optim.Adadelta(p, 0.5, 0.8, 1e-3, 0.1)),
        Steps(
            "Adam([dict(params=p[:2], lr=0.05, weight_decay=0.1), dict(params=p[2:], lr=0.005, betas=(0.8, 0.95), eps=1e-4)])",
            p => optim.Adam([new Adam.ParamGroup(p.Take(2), 0.05, weight_decay: 0.1), new Adam.ParamGroup(p.Skip(2), 0.005, 0.8, 0.95, 1e-4)])),
        Steps(
            "SGD([dict(params=p[:1], lr=0.1, momentum=0.9, nesterov=True), dict(params=p[1:], lr=0.02, momentum=0.5, dampening=0.3, weight_decay=0.02)], lr=1.0)",
            p => optim.SGD([new SGD.ParamGroup(p.Take(1), 0.1, 0.9, 0, 0, true), new SGD.ParamGroup(p.Skip(1), 0.02, 0.5, 0.3, 0.02)], 1.0)),
        Steps(
            "Adadelta([dict(params=p[:2], lr=1.0), dict(params=p[2:], lr=0.5, rho=0.8, eps=1e-3, weight_decay=0.1)])",
            p => optim.Adadelta([new Adadelta.ParamGroup(p.Take(2)), new Adadelta.ParamGroup(p.Skip(2), 0.5, 0.8, 1e-3, 0.1)])),
        Steps("RMSprop(p, lr=0.02)", p => optim.RMSProp(p, 0.02)),
        Steps("RMSprop(p, lr=0.02, alpha=0.9, eps=1e-4, weight_decay=0.05, momentum=0.5, centered=True)", p => optim.RMSProp(p, 0.02, 0.9, 1e-4, 0.05, 0.5, true)),
        Steps("RMSprop(p, lr=0.02, centered=True)", p => optim.RMSProp(p, 0.02, centered: true)),

        Steps("SGD(p, lr=0.1)", p => optim.SGD(p, 0.1), "nn.utils.clip_grad_norm_(p, 0.05)", p => nn.utils.clip_grad_norm_(p, 0.05)),
        Steps("SGD(p, lr=0.1)", p => optim.SGD(p, 0.1), "nn.utils.clip_grad_norm_(p, 0.1, 1)", p => nn.utils.clip_grad_norm_(p, 0.1, 1)),
        Steps("SGD(p, lr=0.1)", p => optim.SGD(p, 0.1), "nn.utils.clip_grad_norm_(p, 0.01, float('inf'))", p => nn.utils.clip_grad_norm_(p, 0.01, double.PositiveInfinity)),
        Steps("SGD(p, lr=0.1)", p => optim.SGD(p, 0.1), "nn.utils.clip_grad_norm_(p, 100)", p => nn.utils.clip_grad_norm_(p, 100)),
        Steps("SGD(p, lr=0.1)", p => optim.SGD(p, 0.1), "nn.utils.clip_grad_value_(p, 0.02)", p => nn.utils.clip_grad_value_(p, 0.02)),

        Rates("StepLR(o, 7, 0.5)", o => optim.lr_scheduler.StepLR(o, 7, 0.5)),
        Rates("MultiStepLR(o, [3, 11, 11, 20], 0.3)", o => optim.lr_scheduler.MultiStepLR(o, [3, 11, 11, 20], 0.3)),
        Rates("ExponentialLR(o, 0.9)", o => optim.lr_scheduler.ExponentialLR(o, 0.9)),
        Rates("CosineAnnealingLR(o, 25, 0.01)", o => optim.lr_scheduler.CosineAnnealingLR(o, 25, 0.01)),
        Rates("CosineAnnealingLR(o, 8)", o => optim.lr_scheduler.CosineAnnealingLR(o, 8)),
        Rates("LambdaLR(o, lambda e: 1 / (1 + e * e))", o => optim.lr_scheduler.LambdaLR(o, e => 1.0 / (1 + (e * e)))),
        Plateau("ReduceLROnPlateau(o, factor=0.5, patience=2)", o => optim.lr_scheduler.ReduceLROnPlateau(o, "min", 0.5, 2)),
        Plateau("ReduceLROnPlateau(o, 'max', 0.5, 1, 0.05, 'abs', 2)", o => optim.lr_scheduler.ReduceLROnPlateau(o, "max", 0.5, 1, 0.05, "abs", 2)),
    ];

    private static Case Steps(string python, Func<IEnumerable<Parameter>, optim.Optimizer> make, string? pythonClip = null, Action<IEnumerable<Parameter>>? clip = null) => Layer(
        "nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))",
        $"""
        p = list(m.parameters())
        o = optim.{python}
        for step in range(20):
            o.zero_grad()
            F.mse_loss(m(a), b).backward()
            {pythonClip ?? "pass"}
            o.step()
        result = [x.detach() for x in p]
        """,
        () => nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)),
        (m, x) =>
        {
            using optim.Optimizer optimizer = make(m.parameters());
            for (int step = 0; step < 20; step++)
            {
                optimizer.zero_grad();
                nn.functional.mse_loss(m.call(x[0]), x[1]).backward();
                clip?.Invoke(m.parameters());
                optimizer.step();
            }

            return [.. m.parameters().Select(parameter => parameter.detach().clone())];
        },
        Real(6, 3),
        Real(6, 1)).Forward().Named(pythonClip is null ? python : $"{python} with {pythonClip}");

    private static Case Rates(string python, Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> make) =>
        Scheduled(python, "", make, (schedule, _) => schedule.step());

    private static Case Plateau(string python, Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> make) =>
        Scheduled(python, "float(cos(tensor(0.4 * epoch, dtype=torch.float64)))", make, (schedule, epoch) => schedule.step(Math.Cos(0.4 * epoch)));

    private static Case Scheduled(string python, string score, Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> make, Action<optim.lr_scheduler.LRScheduler, int> step) => Of(
        $"""
        o = optim.SGD([nn.Parameter(zeros(1))], lr=0.2)
        s = optim.lr_scheduler.{python}
        rates = []
        for epoch in range(30):
            o.step()
            s.step({score})
            rates.append(o.param_groups[0]["lr"])
        result = tensor(rates, dtype=torch.float64)
        """,
        () =>
        {
            using optim.Optimizer optimizer = optim.SGD([new Parameter(zeros(1))], 0.2);
            optim.lr_scheduler.LRScheduler schedule = make(optimizer);
            var rates = new double[30];
            for (int epoch = 0; epoch < rates.Length; epoch++)
            {
                optimizer.step();
                step(schedule, epoch);
                rates[epoch] = optimizer.ParamGroups.First().LearningRate;
            }

            return [tensor(rates)];
        }).Named(python);
}
