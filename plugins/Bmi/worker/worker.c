/* A worker process for BMI models in shared libraries: C's, whose register function fills in a struct of functions (Hutton et al., 2020,
   doi:10.21105/joss.02317), and Fortran's, whose functions take a handle, as NextGen's iso_c_bmi declares them (github.com/NOAA-OWP/ngen,
   extern/iso_c_fortran_bmi). README.md says the protocol. */
#define _GNU_SOURCE
#include "frames.h"
#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ROOM = 64, MAX_NAMES = 4096 };

/* The functions used, with their places in C's struct, which counts pointers and starts with the model's data. */
enum { INITIALIZE, UPDATE, FINALIZE, INPUT_COUNT, OUTPUT_COUNT, INPUT_NAMES, OUTPUT_NAMES, VAR_TYPE, VAR_UNITS, VAR_ITEMSIZE, VAR_NBYTES, TIME_UNITS, TIME_STEP, FUNCTIONS };
static const struct { const char *name; int place; } functions[FUNCTIONS] = {
    { "initialize", 1 }, { "update", 2 }, { "finalize", 4 }, { "get_input_item_count", 6 }, { "get_output_item_count", 7 }, { "get_input_var_names", 8 },
    { "get_output_var_names", 9 }, { "get_var_type", 11 }, { "get_var_units", 12 }, { "get_var_itemsize", 13 }, { "get_var_nbytes", 14 }, { "get_time_units", 19 },
    { "get_time_step", 20 },
};
enum { PLACE_OF_GET = 21, PLACE_OF_SET = 24 };

typedef enum { REAL8, REAL4, INT4, INT8, TYPES } Type;
static const int sizes[TYPES] = { 8, 4, 4, 8 };

typedef struct { char *name; Type type; uint32_t count; void *room; } Variable;
typedef struct { void *self[ROOM]; void *handle; void *call[FUNCTIONS], *get[TYPES], *set[TYPES]; Variable *variables; uint32_t count; } Instance;

static int is_fortran;
static void *library, *register_model;
static Instance **instances;
static uint32_t instance_count;

/* Calls: the first argument is the struct in C, the address of the handle in Fortran. */

static void *self_of(Instance *model) { return is_fortran ? (void *)&model->handle : (void *)model->self; }

static void *function(Instance *model, int which)
{
    if (!model->call[which]) FAIL("the library does not have the function %s", functions[which].name);
    return model->call[which];
}

#define CALL(type, model, which) ((type)function(model, which))
typedef int (*Plain)(void *);
typedef int (*WithText)(void *, char *);
typedef int (*WithNumber)(void *, int *);
typedef int (*WithReal)(void *, double *);
typedef int (*WithNames)(void *, char **);
typedef int (*OfText)(void *, const char *, char *);
typedef int (*OfNumber)(void *, const char *, int *);
typedef int (*OfValues)(void *, const char *, void *);

static int load(void)
{
    char *language = take_text(), *path = take_text(), *name = take_text();
    is_fortran = strcmp(language, "fortran") == 0;
    library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
    if (!library) {
        const char *reason = dlerror();
        return WRONG_INPUT("'ldd' on it shows what it lacks.", "the library cannot be loaded: %s", reason ? reason : "the loader does not say why");
    }
    register_model = dlsym(library, name);
    if (!register_model) {
        char remedy[TEXT];
        snprintf(remedy, sizeof remedy, "Name the right one under 'register': 'nm -D %s | grep register' lists them.", path);
        return WRONG_INPUT(remedy, "the library has no function '%s'", name);
    }
    if (is_fortran && !dlsym(library, functions[INITIALIZE].name))
        return WRONG_INPUT(
            "Link NextGen's iso_c_bmi into it, which has initialize, update, get_value_double and the others for a handle.", "the library has no ISO-C functions of the Basic Model Interface");
    free(language), free(path), free(name);
    begin(DONE);
    return 1;
}

static void find_functions(Instance *model)
{
    static const char *const kinds[TYPES] = { "double", "float", "int", NULL };
    char name[64];
    for (int i = 0; i < FUNCTIONS; i++) model->call[i] = is_fortran ? dlsym(library, functions[i].name) : model->self[functions[i].place];
    for (int type = 0; type < TYPES; type++) {
        if (!is_fortran) {
            model->get[type] = model->self[PLACE_OF_GET];
            model->set[type] = model->self[PLACE_OF_SET];
        } else if (kinds[type]) {
            snprintf(name, sizeof name, "get_value_%s", kinds[type]);
            model->get[type] = dlsym(library, name);
            snprintf(name, sizeof name, "set_value_%s", kinds[type]);
            model->set[type] = dlsym(library, name);
        }
    }
}

static int create(void)
{
    char *path = take_text(), unit[TEXT] = "";
    double step = 0;
    Instance *model = room(sizeof *model);
    if (is_fortran) {
        int status = ((int (*)(void **))register_model)(&model->handle);
        if (status != 0 || !model->handle) return FAIL("the library's register function gave no model (%d)", status);
    } else {
        ((void *(*)(void *))register_model)(model->self);
    }
    find_functions(model);
    if (!function(model, INITIALIZE)) return 0;
    int status = CALL(WithText, model, INITIALIZE)(self_of(model), path);
    if (status != 0) return FAIL("the model refuses its configuration (initialize gave %d)", status);
    if (!function(model, TIME_STEP) || !function(model, TIME_UNITS)) return 0;
    if ((status = CALL(WithReal, model, TIME_STEP)(self_of(model), &step)) != 0) return FAIL("get_time_step gave %d", status);
    if ((status = CALL(WithText, model, TIME_UNITS)(self_of(model), unit)) != 0) return FAIL("get_time_units gave %d", status);
    uint32_t place = 0;
    while (place < instance_count && instances[place]) place++;
    if (place == instance_count) {
        instances = realloc(instances, ++instance_count * sizeof *instances);
        if (!instances) exit(3);
    }
    instances[place] = model;
    free(path);
    begin(DONE);
    put_u32(place);
    put(&step, sizeof step);
    put_text(unit);
    return 1;
}

static uint32_t take_place(void)
{
    uint32_t place = take_u32();
    if (place >= instance_count || !instances[place]) { fprintf(stderr, "there is no instance %u\n", place); exit(3); }
    return place;
}

static Instance *take_instance(void) { return instances[take_place()]; }

static Variable *take_variable(Instance *model)
{
    uint32_t index = take_u32();
    if (index >= model->count) { fprintf(stderr, "there is no variable %u\n", index); exit(3); }
    return &model->variables[index];
}

/* Adds the names of the inputs or outputs to a text, as far as the model tells them. */
static void add_names(Instance *model, int count_function, int names_function, char *text, size_t capacity)
{
    int count = 0;
    if (!model->call[count_function] || !model->call[names_function]) return;
    if (((WithNumber)model->call[count_function])(self_of(model), &count) != 0 || count < 0 || count > MAX_NAMES) return;
    char **names = room((size_t)(count + 1) * sizeof *names);
    for (int i = 0; i < count; i++) names[i] = room(TEXT);
    if (((WithNames)model->call[names_function])(self_of(model), names) == 0)
        for (int i = 0; i < count; i++) {
            size_t used = strlen(text);
            snprintf(text + used, capacity - used, "%s%s", i ? ", " : "", names[i]);
        }
    for (int i = 0; i < count; i++) free(names[i]);
    free(names);
}

static int is_one_of(const char *text, const char *const *words)
{
    while (*words && strcasecmp(text, *words) != 0) words++;
    return *words != NULL;
}

/* The name tells reals from integers, the size how wide they are. */
static Type type_of(const char *name, int size)
{
    static const char *const reals[] = { "double", "double precision", "float", "real", "float64", "float32", "real*8", "real*4", "real(8)", "real(4)", "real64", "real32", NULL };
    static const char *const integers[] = { "int", "integer", "int32", "int64", "integer*4", "integer*8", "long", "long long", NULL };
    if (is_one_of(name, reals)) return size == 8 ? REAL8 : size == 4 ? REAL4 : TYPES;
    if (is_one_of(name, integers)) return size == 4 ? INT4 : size == 8 ? INT8 : TYPES;
    return TYPES;
}

static int variable(void)
{
    Instance *model = take_instance();
    char *name = take_text(), type[TEXT] = "", unit[TEXT] = "";
    int size = 0, bytes = 0;
    if (!function(model, VAR_TYPE) || !function(model, VAR_UNITS) || !function(model, VAR_ITEMSIZE) || !function(model, VAR_NBYTES)) return 0;
    if (CALL(OfText, model, VAR_TYPE)(self_of(model), name, type) != 0 || !type[0] || CALL(OfNumber, model, VAR_ITEMSIZE)(self_of(model), name, &size) != 0) {
        char remedy[16 * TEXT] = "Its inputs: ";
        add_names(model, INPUT_COUNT, INPUT_NAMES, remedy, sizeof remedy - 64);
        strcat(remedy, "; its outputs: ");
        add_names(model, OUTPUT_COUNT, OUTPUT_NAMES, remedy, sizeof remedy - 2);
        strcat(remedy, ".");
        return WRONG_INPUT(remedy, "the model has no variable '%s'", name);
    }
    Type found = type_of(type, size);
    if (found == TYPES || !model->get[found]) return WRONG_INPUT("", "the variable '%s' is of the type '%s' of %d bytes, which is none of double, float, int", name, type, size);
    /* Of parameters that are no inputs some models tell neither size nor unit. */
    if (CALL(OfNumber, model, VAR_NBYTES)(self_of(model), name, &bytes) != 0 || bytes < size) bytes = size;
    if (CALL(OfText, model, VAR_UNITS)(self_of(model), name, unit) != 0) unit[0] = 0;
    uint32_t count = (uint32_t)(bytes / sizes[found]);
    model->variables = realloc(model->variables, (model->count + 1) * sizeof *model->variables);
    if (!model->variables) exit(3);
    model->variables[model->count] = (Variable){ name, found, count, room((size_t)bytes) };
    begin(DONE);
    put_u32(model->count++);
    put_u32(count);
    put_text(unit);
    return 1;
}

static double element(const Variable *variable, uint32_t index)
{
    switch (variable->type) {
    case REAL8: return ((double *)variable->room)[index];
    case REAL4: return ((float *)variable->room)[index];
    case INT4: return ((int32_t *)variable->room)[index];
    default: return (double)((int64_t *)variable->room)[index];
    }
}

static void write_element(Variable *variable, uint32_t index, double value)
{
    switch (variable->type) {
    case REAL8: ((double *)variable->room)[index] = value; break;
    case REAL4: ((float *)variable->room)[index] = (float)value; break;
    case INT4: ((int32_t *)variable->room)[index] = (int32_t)lround(value); break;
    default: ((int64_t *)variable->room)[index] = llround(value); break;
    }
}

static int get_value(Instance *model, Variable *variable, uint32_t step)
{
    if (!model->get[variable->type]) return FAIL("the library does not have the function get_value");
    int status = ((OfValues)model->get[variable->type])(self_of(model), variable->name, variable->room);
    return status == 0 ? 1 : fail_at(FAILED, step, "", "get_value of '%s' gave %d", variable->name, status);
}

static int set_value(Instance *model, Variable *variable, uint32_t step)
{
    if (!model->set[variable->type]) return FAIL("the library does not have the function set_value");
    int status = ((OfValues)model->set[variable->type])(self_of(model), variable->name, variable->room);
    return status == 0 ? 1 : fail_at(FAILED, step, "", "set_value of '%s' gave %d", variable->name, status);
}

static int get(void)
{
    Instance *model = take_instance();
    Variable *wanted = take_variable(model);
    if (!get_value(model, wanted, NO_STEP)) return 0;
    begin(DONE);
    for (uint32_t i = 0; i < wanted->count; i++) {
        double value = element(wanted, i);
        put(&value, sizeof value);
    }
    return 1;
}

static int set(void)
{
    Instance *model = take_instance();
    Variable *given = take_variable(model);
    for (uint32_t i = 0; i < given->count; i++) {
        double value;
        take(&value, sizeof value);
        write_element(given, i, value);
    }
    if (!set_value(model, given, NO_STEP)) return 0;
    begin(DONE);
    return 1;
}

static int advance_by(Instance *model, uint32_t steps, uint32_t input_count, Variable **inputs, uint32_t output_count, Variable **outputs, const uint32_t *elements)
{
    if (!function(model, UPDATE)) return 0;
    Plain update = CALL(Plain, model, UPDATE);
    begin(DONE);
    for (uint32_t step = 0; step < steps; step++) {
        for (uint32_t i = 0; i < input_count; i++) {
            double value;
            take(&value, sizeof value);
            for (uint32_t k = 0; k < inputs[i]->count; k++) write_element(inputs[i], k, value);
            if (!set_value(model, inputs[i], step)) return 0;
        }
        int status = update(self_of(model));
        if (status != 0) return fail_at(FAILED, step, "", "update gave %d", status);
        for (uint32_t i = 0; i < output_count; i++) {
            if (!get_value(model, outputs[i], step)) return 0;
            double value = element(outputs[i], elements[i]);
            put(&value, sizeof value);
        }
    }
    return 1;
}

static int advance(void)
{
    Instance *model = take_instance();
    uint32_t steps = take_u32(), input_count = take_u32();
    Variable **inputs = room(input_count * sizeof *inputs);
    for (uint32_t i = 0; i < input_count; i++) inputs[i] = take_variable(model);
    uint32_t output_count = take_u32();
    Variable **outputs = room(output_count * sizeof *outputs);
    uint32_t *elements = room(output_count * sizeof *elements);
    for (uint32_t i = 0; i < output_count; i++) {
        outputs[i] = take_variable(model);
        elements[i] = take_u32();
        if (elements[i] >= outputs[i]->count) { fprintf(stderr, "there is no element %u of %s\n", elements[i], outputs[i]->name); exit(3); }
    }
    int done = advance_by(model, steps, input_count, inputs, output_count, outputs, elements);
    free(inputs), free(outputs), free(elements);
    return done;
}

static int finish(void)
{
    uint32_t place = take_place();
    Instance *model = instances[place];
    if (!function(model, FINALIZE)) return 0;
    int status = CALL(Plain, model, FINALIZE)(self_of(model));
    for (uint32_t i = 0; i < model->count; i++) free(model->variables[i].name), free(model->variables[i].room);
    free(model->variables);
    free(model);
    instances[place] = NULL;
    if (status != 0) return FAIL("finalize gave %d", status);
    begin(DONE);
    return 1;
}

int main(void)
{
    static int (*const operations[])(void) = { NULL, load, create, variable, get, set, advance, finish };
    unsigned char operation;
    if (!take_pipes()) return 3;
    begin(DONE);
    put_text("TributaryBmi");
    put_u32(1);
    send_answer();
    while (receive(&operation)) {
        if (operation == 0 || operation >= sizeof operations / sizeof *operations) { fprintf(stderr, "there is no operation %d\n", operation); return 3; }
        operations[operation]();
        send_answer();
    }
    return 0;
}
