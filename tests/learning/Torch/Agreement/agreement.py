# Computes every case of a request with Python's torch: python3 agreement.py REQUEST REPLY
import base64
import json
import sys

import numpy
import torch
from torch import nn

SEED = 20240229
DTYPES = {"float32": torch.float32, "float64": torch.float64, "int64": torch.int64, "int32": torch.int32, "uint8": torch.uint8, "bool": torch.bool}


class Key:
    def __getitem__(self, key):
        return key


def put(x, key, value):
    y = x.clone()
    y[key] = value
    return y


def flat(values):
    return [values] if isinstance(values, torch.Tensor) else [tensor for value in values for tensor in flat(value)]


def read(entry):
    values = numpy.frombuffer(base64.b64decode(entry["data"]), dtype=numpy.float64).copy()
    return torch.from_numpy(values).reshape(entry["shape"]).to(DTYPES[entry["dtype"]])


def write(tensor):
    array = numpy.ascontiguousarray(tensor.detach().numpy())
    return {"dtype": str(tensor.dtype).split(".")[1], "shape": list(tensor.shape), "data": base64.b64encode(array.tobytes()).decode()}


def pull(output):
    places = torch.arange(output.numel())
    return (((37 * places + 11) % 64).double() / 32 - 63 / 64).to(output.dtype).reshape(output.shape)


def evaluate(case):
    space = {**vars(torch), "bool": bool, "float": float, "range": range, "nn": nn, "F": nn.functional, "torch": torch}
    space |= {"S": Key(), "put": put, "flat": flat, "rnn": nn.utils.rnn, "dtype": DTYPES[case["precision"]]}
    leaves = []
    for name, entry in zip("abcdefgh", case["inputs"]):
        tensor = read(entry)
        if entry["differentiable"]:
            tensor.requires_grad_()
            leaves.append(tensor)
        space[name] = tensor
    if case["module"]:
        module = eval(case["module"], space).to(space["dtype"])
        keys = [weight["key"] for weight in case["weights"]]
        if list(module.state_dict()) != keys:
            raise ValueError(f"the state_dict has the keys {list(module.state_dict())} here, {keys} there")
        module.load_state_dict({weight["key"]: read(weight) for weight in case["weights"]})
        space["m"] = module
        if case["differentiable"]:
            leaves.extend(module.parameters())
    torch.manual_seed(SEED)
    if "\n" in case["python"]:
        exec(case["python"], space)
        result = space["result"]
    else:
        result = eval(case["python"], space)
    outputs = list(result) if isinstance(result, (tuple, list)) else [result]
    gradients = []
    differentiable = [output for output in outputs if output.requires_grad]
    if leaves and differentiable and case["differentiable"]:
        loss = sum((output * pull(output)).sum() for output in differentiable)
        found = torch.autograd.grad(loss, leaves, allow_unused=True)
        gradients = [torch.zeros_like(leaf) if gradient is None else gradient for leaf, gradient in zip(leaves, found)]
    return {"outputs": [write(output) for output in outputs], "gradients": [write(gradient) for gradient in gradients]}


def main(request, reply):
    torch.set_num_threads(1)
    answers = {}
    with open(request, encoding="utf-8") as file:
        cases = json.load(file)
    for case in cases:
        try:
            answers[case["key"]] = evaluate(case)
        except Exception as problem:
            answers[case["key"]] = {"error": f"{type(problem).__name__}: {problem}"}
    with open(reply, "w", encoding="utf-8") as file:
        json.dump(answers, file)


main(sys.argv[1], sys.argv[2])
