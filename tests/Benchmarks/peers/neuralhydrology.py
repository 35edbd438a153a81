"""Times Tributary's LSTM beside NeuralHydrology on the same data, settings and threads, in turn, and prints a table.

    /usr/bin/python3 tests/Benchmarks/peers/neuralhydrology.py CHECKOUT [--rounds 2] [--epochs 4] [--presets regional default]

CHECKOUT is a clone of github.com/neuralhydrology/neuralhydrology; neuralhydrology.md tells the rest.
"""

import argparse
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import time
import types
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
INPUTS = ["total_precipitation_sum", "temperature_2m_mean", "potential_evaporation_sum", "surface_net_solar_radiation_mean", "surface_pressure_mean"]

# What regional.yaml, default.yaml and the presets say, in NeuralHydrology's words.
PRESETS = {
    "regional": {
        "basins": ["camelsaus_102101A", "hysets_01075000", "lamah_1145"],
        "train": ("01/01/2011", "30/06/2013"),
        "validation": ("01/07/2013", "30/06/2014"),
        "own": {
            "static_attributes": ["area", "gauge_lat", "gauge_lon"],
            "hidden_size": 256, "seq_length": 365, "batch_size": 256, "output_dropout": 0.4, "loss": "NSE",
            "learning_rate": {0: 1e-3, 11: 5e-4, 21: 1e-4},
        },
    },
    "default": {
        "basins": ["lamah_1145"],
        "train": ("01/01/2006", "31/12/2009"),
        "validation": ("01/01/2010", "31/12/2010"),
        "own": {"hidden_size": 128, "seq_length": 700, "batch_size": 64, "output_dropout": 0.2, "loss": "MSE", "learning_rate": {0: 1e-3}},
    },
}


def deep_lstm(cfg):
    """The default preset's network, which NeuralHydrology has not: three layers, and additive attention read by the last step."""
    import torch
    from neuralhydrology.modelzoo.basemodel import BaseModel
    from neuralhydrology.modelzoo.head import get_head
    from neuralhydrology.modelzoo.inputlayer import InputLayer

    class Deep(BaseModel):
        module_parts = ["lstm", "head"]

        def __init__(self):
            super().__init__(cfg=cfg)
            size = cfg.hidden_size
            self.inputs = InputLayer(cfg)
            self.lstm = torch.nn.LSTM(self.inputs.output_size, size, num_layers=3, dropout=cfg.output_dropout)
            for layer in range(3):
                getattr(self.lstm, f"bias_hh_l{layer}").data[size:2 * size] = 3
            self.query = torch.nn.Linear(size, size)
            self.key = torch.nn.Linear(size, size, bias=False)
            self.score = torch.nn.Linear(size, 1, bias=False)
            self.dropout = torch.nn.Dropout(cfg.output_dropout)
            self.head = get_head(cfg=cfg, n_in=2 * size, n_out=self.output_size)

        def forward(self, data):
            hidden, _ = self.lstm(self.inputs(data))
            weights = self.score(torch.tanh(self.key(hidden) + self.query(hidden[-1]))).squeeze(-1).softmax(0)
            context = torch.bmm(weights.t().unsqueeze(1), hidden.transpose(0, 1))
            return self.head(self.dropout(torch.cat([context, hidden[-1].unsqueeze(1)], -1)))

    return Deep()


def run_peer(args):
    """One training by NeuralHydrology in this process; writes what it measured to a file."""
    # Its logger writes to TensorBoard; the package is not in Debian and is not needed.
    stub = types.ModuleType("torch.utils.tensorboard")
    stub.SummaryWriter = object
    sys.modules["torch.utils.tensorboard"] = stub
    sys.path.insert(0, str(args.checkout))
    import torch
    from neuralhydrology.training import basetrainer
    from neuralhydrology.utils.config import Config

    torch.set_num_threads(args.threads)
    preset = PRESETS[args.peer]
    folder = args.work
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "basins.txt").write_text("\n".join(preset["basins"]) + "\n")
    settings = {
        "experiment_name": args.peer, "run_dir": folder, "data_dir": args.data / "caravan", "dataset": "caravan",
        "train_basin_file": folder / "basins.txt", "validation_basin_file": folder / "basins.txt", "test_basin_file": folder / "basins.txt",
        "train_start_date": preset["train"][0], "train_end_date": preset["train"][1],
        "validation_start_date": preset["validation"][0], "validation_end_date": preset["validation"][1],
        "test_start_date": preset["validation"][0], "test_end_date": preset["validation"][1],
        "device": "cpu", "seed": args.seed, "model": "cudalstm", "head": "regression", "output_activation": "linear", "initial_forget_bias": 3,
        "optimizer": "Adam", "epochs": args.epochs, "clip_gradient_norm": 1, "predict_last_n": 1, "num_workers": args.loaders,
        "dynamic_inputs": INPUTS, "target_variables": ["streamflow"], "validate_every": 1, "validate_n_random_basins": len(preset["basins"]),
        "metrics": ["NSE"], "save_weights_every": 1, "save_validation_results": False, "log_tensorboard": False, "log_n_figures": 0, "verbose": 0,
        **preset["own"],
    }
    import yaml
    (folder / "config.yml").write_text(yaml.safe_dump({key: str(value) if isinstance(value, Path) else value for key, value in settings.items()}))
    if args.peer == "default":
        basetrainer.get_model = deep_lstm
    trainer = basetrainer.BaseTrainer(Config(folder / "config.yml"))
    trainer.initialize_training()
    if args.peer == "default":
        trainer.optimizer.param_groups[0]["weight_decay"] = 1e-6

    epochs = []
    learn, judge = trainer._train_epoch, trainer.validator.evaluate

    def timed_learning(epoch):
        start = time.perf_counter()
        learn(epoch=epoch)
        epochs.append({"train": time.perf_counter() - start})

    def timed_validation(**given):
        start = time.perf_counter()
        results = judge(**given)
        scores = sorted(basin["1D"]["NSE"] for basin in results.values())
        epochs[-1] |= {"validation": time.perf_counter() - start, "nse": (scores[(len(scores) - 1) // 2] + scores[len(scores) // 2]) / 2}
        return results

    trainer._train_epoch, trainer.validator.evaluate = timed_learning, timed_validation
    trainer.train_and_validate()
    args.result.write_text(json.dumps({"samples": len(trainer.loader.dataset), "epochs": epochs, "torch": torch.__version__}))


def measure(args, command, environment):
    """Runs a command; returns its peak memory in MB."""
    command = [*shlex.split(args.under), *command]

    # OpenBLAS shall take the processor's own kernels: libtorch's products are what the peer's time goes into.
    inherited = {name: value for name, value in os.environ.items() if name != "OPENBLAS_CORETYPE"}
    with open(os.devnull, "w") as nowhere:
        child = subprocess.Popen(command, env=inherited | environment, stdout=nowhere)
        _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{' '.join(map(str, command))} ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_maxrss / 1024


def peer_round(args, preset, seed, work):
    result = work / "peer.json"
    peak = measure(
        args,
        [sys.executable, __file__, args.checkout, "--peer", preset, "--data", args.data, "--epochs", str(args.epochs), "--seed", str(seed),
         "--threads", str(args.threads), "--loaders", str(args.loaders), "--work", work / "peer", "--result", result],
        {"OMP_NUM_THREADS": str(args.threads), "OPENBLAS_NUM_THREADS": str(args.threads)})
    told = json.loads(result.read_text())
    return {"peak": peak, "samples": told["samples"], "torch": told["torch"],
            "seconds": [epoch["train"] + epoch["validation"] for epoch in told["epochs"]], "nse": [epoch["nse"] for epoch in told["epochs"]]}


def own_round(args, preset, seed, work):
    peak = measure(
        args,
        [args.program, "run", HERE / f"{preset}.yaml", "--runs", work / "own", "--quiet"],
        {"TRIBUTARY_DATA": str(args.data), "TRIBUTARY_PEER_EPOCHS": str(args.epochs), "TRIBUTARY_PEER_SEED": str(seed)})
    log = next((work / "own").rglob("training.jsonl"))
    epochs = [json.loads(line) for line in log.read_text().splitlines()]
    return {"peak": peak, "seconds": [epoch["seconds"] for epoch in epochs], "nse": [epoch["scores"]["NSE"] for epoch in epochs]}


def compare(args):
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    rows, notes = [], []
    for preset in args.presets:
        rounds = {"NeuralHydrology": [], "Tributary": []}
        for number in range(args.rounds):
            for name, run in (("NeuralHydrology", peer_round), ("Tributary", own_round)):
                work = args.work / preset / name
                shutil.rmtree(work, ignore_errors=True)
                work.mkdir(parents=True)
                rounds[name].append(run(args, preset, number + 1, work))
                print(preset, name, rounds[name][-1], f"load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)

        samples = rounds["NeuralHydrology"][0]["samples"]
        best = {name: min(second for each in runs for second in each["seconds"]) for name, runs in rounds.items()}
        for name, runs in rounds.items():
            final = ", ".join(f"{each['nse'][-1]:.3f}" for each in runs)
            rows.append(f"| {preset} | {name} | {best[name]:.2f} | {samples / best[name]:.0f} | {max(each['peak'] for each in runs):.0f} | {final} | {best['NeuralHydrology'] / best[name]:.1f} |")
        notes.append(f"{preset} {samples}")
    print(f"{model}, {args.threads} threads, torch {rounds['NeuralHydrology'][0]['torch']}, {time.strftime('%Y-%m-%d')}; samples an epoch: {', '.join(notes)}; "
          f"the best of {args.rounds} times {args.epochs} epochs, validation included; NSE after the last epoch of each round.\n")
    print("| preset | program | s an epoch | samples/s | peak memory, MB | validation NSE | times as fast |\n| --- | --- | --- | --- | --- | --- | --- |")
    print("\n".join(rows))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("checkout", type=Path)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--epochs", type=int, default=4)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--loaders", type=int, default=0, help="NeuralHydrology's num_workers")
    options.add_argument("--presets", nargs="+", default=list(PRESETS), choices=list(PRESETS))
    options.add_argument("--data", type=Path, default=Path(os.environ.get("TRIBUTARY_DATA", ROOT.parent / "shared" / "data")))
    options.add_argument("--program", type=Path, default=ROOT / "artifacts/bin/Tributary.Cli/release_linux-x64/tributary")
    options.add_argument("--work", type=Path, default=Path("/tmp/tributary-peers"))
    options.add_argument("--under", default="", help="what goes before each command, as 'flock FILE' where a machine is shared")
    options.add_argument("--peer", choices=list(PRESETS), help=argparse.SUPPRESS)
    options.add_argument("--seed", type=int, default=1, help=argparse.SUPPRESS)
    options.add_argument("--result", type=Path, help=argparse.SUPPRESS)
    args = options.parse_args()
    run_peer(args) if args.peer else compare(args)


if __name__ == "__main__":
    main()
