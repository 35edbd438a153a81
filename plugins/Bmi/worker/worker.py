"""A worker process for BMI models in Python: a class with the methods of the Basic Model Interface 2.0 (Hutton et al., 2020, doi:10.21105/joss.02317).
README.md says the protocol. Arrays are numpy's where it is installed, else lists."""
import importlib
import os
import select
import signal
import struct
import sys
import threading
import traceback

try:
    import numpy
except ImportError:
    numpy = None

DONE, FAILED, WRONG = 0, 1, 2
NO_STEP = 0xFFFFFFFF


class Failure(Exception):
    """What is answered instead of a result."""

    def __init__(self, outcome, problem, remedy="", step=NO_STEP):
        super().__init__(problem)
        self.outcome, self.problem, self.remedy, self.step = outcome, problem, remedy, step

    @classmethod
    def raised(cls, function, error, step=NO_STEP):
        """An exception of the model: its last line is the problem, its traceback, without this file's own frames, stands behind."""
        last = traceback.format_exception_only(type(error), error)[-1].strip()
        own = error.__traceback__
        while own is not None and own.tb_frame.f_globals is globals():
            own = own.tb_next
        lines = "".join(traceback.format_exception(type(error), error, own, limit=-12)).rstrip()
        return cls(FAILED, f"{function} raised {last}", lines, step)


class Request:
    """Reads a request's payload."""

    def __init__(self, payload):
        self.payload, self.at = payload, 0

    def number(self):
        value, = struct.unpack_from("<I", self.payload, self.at)
        self.at += 4
        return value

    def text(self):
        length = self.number()
        self.at += length
        return self.payload[self.at - length:self.at].decode()

    def reals(self, count):
        values = struct.unpack_from(f"<{count}d", self.payload, self.at)
        self.at += 8 * count
        return values


def text(value):
    value = str(value).encode()
    return struct.pack("<I", len(value)) + value


def single(value):
    """The value as four bytes hold it."""
    return struct.unpack("f", struct.pack("f", value))[0]


class Variable:
    """A variable of an instance, with room for its values as the model has them."""

    def __init__(self, instance, name):
        model, self.name = instance.model, name
        try:
            kind = str(model.get_var_type(name))
            size = int(model.get_var_itemsize(name))
        except Exception as error:
            raise Failure(WRONG, f"the model has no variable '{name}'", f"Its inputs: {instance.names('input')}; its outputs: {instance.names('output')}. ({error!r})")
        try:
            self.count = max(int(model.get_var_nbytes(name)) // size, 1)
        except Exception:
            self.count = 1
        try:
            self.unit = str(model.get_var_units(name))
        except Exception:
            self.unit = ""
        self.room = self.made(kind, size)

    def made(self, kind, size):
        if numpy is None:
            if not kind.startswith(("float", "int", "double", "real")):
                raise Failure(WRONG, f"the variable '{self.name}' is of the type '{kind}', which is none of float, int")
            self.of = round if kind.startswith("int") else single if size == 4 else float
            return [self.of(0.0)] * self.count
        try:
            found = numpy.dtype({"double precision": "float64", "real": "float64", "integer": "int64"}.get(kind, kind))
            found = found if found.itemsize == size else numpy.dtype(f"{found.kind}{size}")
        except TypeError:
            found = numpy.dtype("O")
        if found.kind not in "fiu":
            raise Failure(WRONG, f"the variable '{self.name}' is of the type '{kind}' of {size} bytes, which is none of float, int")
        return numpy.zeros(self.count, found)

    def fill(self, value):
        if numpy is None:
            self.room[:] = [self.of(value)] * self.count
        else:
            self.room.fill(round(value) if self.room.dtype.kind != "f" else value)

    def put(self, values):
        if numpy is None:
            self.room[:] = [self.of(value) for value in values]
        else:
            self.room[:] = numpy.rint(values) if self.room.dtype.kind != "f" else values


class Instance:
    """A model that was initialised."""

    def __init__(self, kind, configuration):
        try:
            self.model = kind()
            self.model.initialize(configuration)
        except Exception as error:
            raise Failure.raised("initialize", error)
        self.step = float(self.call("get_time_step"))
        self.unit = self.call("get_time_units")
        self.variables = []

    def call(self, function, *arguments, step=NO_STEP):
        try:
            return getattr(self.model, function)(*arguments)
        except Exception as error:
            raise Failure.raised(function if not arguments else f"{function} of '{arguments[0]}'", error, step)

    def names(self, side):
        try:
            return ", ".join(getattr(self.model, f"get_{side}_var_names")())
        except Exception:
            return "not told"

    def read(self, variable, step=NO_STEP):
        found = self.call("get_value", variable.name, variable.room, step=step)
        # Some models give a new array instead of filling the one they were given.
        return variable.room if found is None else found.ravel() if hasattr(found, "ravel") else found

    def advance(self, request):
        steps = request.number()
        inputs = [self.variables[request.number()] for _ in range(request.number())]
        outputs = [(self.variables[request.number()], request.number()) for _ in range(request.number())]
        given = request.reals(steps * len(inputs))
        found = []
        for step in range(steps):
            for place, variable in enumerate(inputs, step * len(inputs)):
                variable.fill(given[place])
                self.call("set_value", variable.name, variable.room, step=step)
            self.call("update", step=step)
            for variable, element in outputs:
                found.append(float(self.read(variable, step)[element]))
        return struct.pack(f"<{len(found)}d", *found)


class Worker:
    """The operations, by their number."""

    def __init__(self):
        self.kind, self.instances = None, {}

    def load(self, request):
        _, name, _, folder = request.text(), request.text(), request.text(), request.text()
        sys.path[:] = [folder for folder in [folder, *sys.path] if folder]
        module, _, kind = name.partition(":")
        try:
            found = importlib.import_module(module)
        except Exception as error:
            missing = isinstance(error, ModuleNotFoundError) and error.name is not None and (module + ".").startswith(error.name + ".")
            if missing:
                raise Failure(WRONG, f"Python ({sys.executable}) finds no module '{error.name}'", f"Name the folder that holds it under 'search_path'; it looks in: {', '.join(sys.path)}.")
            failure = Failure.raised(f"importing '{module}'", error)
            failure.outcome = WRONG
            raise failure
        self.kind = getattr(found, kind, None)
        if not callable(self.kind):
            classes = [each for each, value in vars(found).items() if isinstance(value, type) and hasattr(value, "initialize")]
            raise Failure(WRONG, f"the module '{module}' has no class '{kind}'", f"Classes with an initialize there: {', '.join(classes) or 'none'}.")
        return b""

    def create(self, request):
        instance = Instance(self.kind, request.text())
        place = next(place for place in range(len(self.instances) + 1) if place not in self.instances)
        self.instances[place] = instance
        return struct.pack("<Id", place, instance.step) + text(instance.unit)

    def variable(self, request):
        instance = self.instances[request.number()]
        variable = Variable(instance, request.text())
        instance.variables.append(variable)
        return struct.pack("<II", len(instance.variables) - 1, variable.count) + text(variable.unit)

    def get(self, request):
        instance = self.instances[request.number()]
        variable = instance.variables[request.number()]
        return struct.pack(f"<{variable.count}d", *(float(value) for value in instance.read(variable)))

    def set(self, request):
        instance = self.instances[request.number()]
        variable = instance.variables[request.number()]
        variable.put(request.reals(variable.count))
        instance.call("set_value", variable.name, variable.room)
        return b""

    def advance(self, request):
        return self.instances[request.number()].advance(request)

    def finish(self, request):
        self.instances.pop(request.number()).call("finalize")
        return b""


def watch(descriptor):
    """Ends a model that hangs when the host is gone."""
    host = select.poll()
    host.register(descriptor, 0)
    while not any(event & (select.POLLHUP | select.POLLERR) for _, event in host.poll()):
        pass
    os._exit(0)


def main():
    # Ctrl-C is the host's to handle. What the model prints must not get among the answers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    threading.Thread(target=watch, args=(requests.fileno(),), daemon=True).start()

    def answer(outcome, payload):
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        answers.write(struct.pack("<IB", len(payload) + 1, outcome) + payload)
        answers.flush()

    worker = Worker()
    operations = [None, worker.load, worker.create, worker.variable, worker.get, worker.set, worker.advance, worker.finish]
    answer(DONE, text("TributaryBmi") + struct.pack("<I", 1))
    while True:
        head = requests.read(4)
        if len(head) < 4:
            return
        payload = requests.read(struct.unpack("<I", head)[0])
        try:
            answer(DONE, operations[payload[0]](Request(payload[1:])))
        except Failure as failure:
            answer(failure.outcome, text(failure.problem) + text(failure.remedy) + struct.pack("<I", failure.step))


main()
