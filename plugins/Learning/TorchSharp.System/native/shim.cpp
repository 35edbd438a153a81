// Handles, errors, and calls of any libtorch operator by its name.
#include "shim.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <c10/util/Exception.h>

#include <atomic>
#include <string>

namespace shim {

namespace {

thread_local std::string last_error;
std::atomic<int64_t> living{0};

// What a value is; the same numbers stand in Operator.cs.
enum Kind : int32_t {
    Default = 0,
    None = 1,
    TensorValue = 2,
    Integer = 3,
    Real = 4,
    Boolean = 5,
    Integers = 6,
    Reals = 7,
    Booleans = 8,
    Tensors = 9,
    OptionalTensors = 10,
    Text = 11,
    DeviceValue = 12,
};

// One argument or result. Lists lie at `list`, `count` long; a device is its type in `integer` and its index in `count`.
struct Value {
    int32_t kind;
    int32_t count;
    union {
        int64_t integer;
        double real;
        Handle tensor;
        const void* list;
    };
};

c10::IValue to_ivalue(const Value& value) {
    switch (value.kind) {
        case None:
            return {};
        case TensorValue:
            return borrow(value.tensor);
        case Integer:
            return value.integer;
        case Real:
            return value.real;
        case Boolean:
            return value.integer != 0;
        case Integers: {
            const auto* begin = static_cast<const int64_t*>(value.list);
            return c10::IValue(c10::List<int64_t>(at::IntArrayRef(begin, value.count)));
        }
        case Reals: {
            const auto* begin = static_cast<const double*>(value.list);
            return c10::IValue(c10::List<double>(at::ArrayRef<double>(begin, value.count)));
        }
        case Booleans: {
            c10::List<bool> list;
            for (int32_t i = 0; i < value.count; i++) {
                list.push_back(static_cast<const int64_t*>(value.list)[i] != 0);
            }
            return c10::IValue(std::move(list));
        }
        case Tensors: {
            c10::List<at::Tensor> list;
            for (int32_t i = 0; i < value.count; i++) {
                list.push_back(borrow(static_cast<const Handle*>(value.list)[i]));
            }
            return c10::IValue(std::move(list));
        }
        case OptionalTensors: {
            c10::List<Optional<at::Tensor>> list;
            for (int32_t i = 0; i < value.count; i++) {
                Handle handle = static_cast<const Handle*>(value.list)[i];
                list.push_back(handle == nullptr ? Optional<at::Tensor>() : Optional<at::Tensor>(borrow(handle)));
            }
            return c10::IValue(std::move(list));
        }
        case Text:
            return std::string(static_cast<const char*>(value.list), value.count);
        case DeviceValue:
            return c10::Device(static_cast<c10::DeviceType>(value.integer), static_cast<c10::DeviceIndex>(value.count));
        default:
            TORCH_CHECK(false, "the shim does not know the kind ", value.kind, " of an argument");
    }
}

void put(Value* results, int32_t capacity, int32_t& count, Value value) {
    TORCH_CHECK(count < capacity, "the operator returns more than ", capacity, " values");
    results[count++] = value;
}

void put(Value* results, int32_t capacity, int32_t& count, const c10::IValue& ivalue) {
    Value value{};
    if (ivalue.isTensor()) {
        value.kind = TensorValue;
        TORCH_CHECK(count < capacity, "the operator returns more than ", capacity, " values");
        value.tensor = give(ivalue.toTensor());
    } else if (ivalue.isTensorList()) {
        for (const at::Tensor& tensor : ivalue.toTensorVector()) {
            put(results, capacity, count, c10::IValue(tensor));
        }
        return;
    } else if (ivalue.isTuple()) {
        for (const c10::IValue& element : ivalue.toTupleRef().elements()) {
            put(results, capacity, count, element);
        }
        return;
    } else if (ivalue.isInt()) {
        value.kind = Integer;
        value.integer = ivalue.toInt();
    } else if (ivalue.isDouble()) {
        value.kind = Real;
        value.real = ivalue.toDouble();
    } else if (ivalue.isBool()) {
        value.kind = Boolean;
        value.integer = ivalue.toBool() ? 1 : 0;
    } else if (ivalue.isNone()) {
        value.kind = None;
    } else {
        TORCH_CHECK(false, "the shim does not know a result of type ", ivalue.tagKind());
    }
    put(results, capacity, count, value);
}

}  // namespace

at::Tensor borrow(Handle handle) {
    if (handle == nullptr) {
        return {};
    }
    return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(handle));
}

Handle give(at::Tensor tensor) {
    if (!tensor.defined()) {
        return nullptr;
    }
    living.fetch_add(1, std::memory_order_relaxed);
    return tensor.unsafeReleaseTensorImpl();
}

void remember_error() {
    try {
        throw;
    } catch (const c10::Error& error) {
        last_error = error.what_without_backtrace();
    } catch (const std::exception& error) {
        last_error = error.what();
    } catch (...) {
        last_error = "an unknown exception was thrown inside libtorch";
    }
}

}  // namespace shim

using namespace shim;

// The message of this thread's last failed call.
SHIM_EXPORT const char* shim_last_error() { return last_error.c_str(); }

// Number of handles given and not yet released.
SHIM_EXPORT int64_t shim_living() { return living.load(std::memory_order_relaxed); }

SHIM_EXPORT void shim_release(Handle handle) {
    if (handle != nullptr) {
        living.fetch_sub(1, std::memory_order_relaxed);
        c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(handle);
    }
}

// A second handle of the same tensor.
SHIM_EXPORT int shim_share(Handle handle, Handle* result) {
    return guarded([&] { *result = give(borrow(handle)); });
}

// Finds an operator, as ("aten::add", "Tensor"); it stays valid as long as the process.
SHIM_EXPORT int shim_operator(const char* name, const char* overload, const c10::OperatorHandle** result) {
    return guarded([&] { *result = new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload)); });
}

// Calls an operator. Arguments left out or marked Default take their schema's defaults; results of tuples and lists come one after another.
SHIM_EXPORT int shim_call(const c10::OperatorHandle* op, const Value* arguments, int32_t count, Value* results, int32_t capacity, int32_t* result_count) {
    *result_count = 0;
    return guarded([&] {
        const std::vector<c10::Argument>& schema = op->schema().arguments();
        TORCH_CHECK(static_cast<size_t>(count) <= schema.size(), op->schema().name(), " takes ", schema.size(), " arguments, not ", count);
        torch::jit::Stack stack;
        stack.reserve(schema.size());
        for (size_t i = 0; i < schema.size(); i++) {
            if (static_cast<int32_t>(i) < count && arguments[i].kind != Default) {
                stack.push_back(to_ivalue(arguments[i]));
            } else {
                const Optional<c10::IValue>& otherwise = schema[i].default_value();
                TORCH_CHECK(otherwise.has_value(), op->schema().name(), " needs its argument '", schema[i].name(), "'");
                stack.push_back(*otherwise);
            }
        }
        op->callBoxed(&stack);
        for (const c10::IValue& value : stack) {
            put(results, capacity, *result_count, value);
        }
    });
}
