/* Offers any Tributary model as a BMI 2.0 library: starts the .NET runtime that the machine has (by libhostfxr, found under DOTNET_ROOT or where
   packages put it) and lets Tributary.Bmi.dll, in the folder of this library or in TRIBUTARY_HOME, fill in the interface.
   gcc -shared -fPIC -O2 -o libtributary_bmi.so tributary_bmi.c -ldl */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Bmi;
typedef int (*bind_function)(struct Bmi *);
typedef int32_t (*initialize_function)(const char *runtime_config, const void *parameters, void **context);
typedef int32_t (*delegate_function)(void *context, int32_t kind, void **function);
typedef int32_t (*close_function)(void *context);
typedef int32_t (*load_function)(const char *assembly, const char *type, const char *method, const char *delegate_type, void *reserved, void **function);

enum { LOAD_ASSEMBLY_AND_GET_FUNCTION_POINTER = 5 };

static int newer(const char *left, const char *right) { return strverscmp(left, right) > 0; }

/* The newest libhostfxr.so under a .NET folder. */
static void *host_in(const char *root)
{
    char folder[1024], path[2048], best[256] = "";
    if (!root) return NULL;
    snprintf(folder, sizeof folder, "%s/host/fxr", root);
    DIR *versions = opendir(folder);
    if (!versions) return NULL;
    for (struct dirent *entry; (entry = readdir(versions));)
        if (entry->d_name[0] != '.' && strlen(entry->d_name) < sizeof best && newer(entry->d_name, best)) strcpy(best, entry->d_name);
    closedir(versions);
    snprintf(path, sizeof path, "%s/%s/libhostfxr.so", folder, best);
    return dlopen(path, RTLD_NOW);
}

static bind_function load(void)
{
    static const char *const roots[] = { "/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet", "/opt/dotnet" };
    char folder[1024], config[2048], assembly[2048];
    const char *home = getenv("TRIBUTARY_HOME");
    Dl_info own;
    if (home) snprintf(folder, sizeof folder, "%s", home);
    else if (dladdr((void *)load, &own) && strrchr(own.dli_fname, '/')) snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(own.dli_fname, '/') - own.dli_fname), own.dli_fname);
    else strcpy(folder, ".");
    snprintf(config, sizeof config, "%s/Tributary.Bmi.runtimeconfig.json", folder);
    snprintf(assembly, sizeof assembly, "%s/Tributary.Bmi.dll", folder);

    void *host = host_in(getenv("DOTNET_ROOT"));
    for (size_t i = 0; !host && i < sizeof roots / sizeof *roots; i++) host = host_in(roots[i]);
    if (!host) { fprintf(stderr, "tributary: there is no .NET runtime; install dotnet-runtime-10.0 or name its folder in DOTNET_ROOT\n"); return NULL; }

    initialize_function initialize = (initialize_function)dlsym(host, "hostfxr_initialize_for_runtime_config");
    delegate_function get_delegate = (delegate_function)dlsym(host, "hostfxr_get_runtime_delegate");
    close_function finish = (close_function)dlsym(host, "hostfxr_close");
    void *context = NULL, *function = NULL, *loader = NULL;
    int32_t status = initialize(config, NULL, &context);
    if (status >= 0 && context) status = get_delegate(context, LOAD_ASSEMBLY_AND_GET_FUNCTION_POINTER, &loader);
    if (status >= 0 && loader)
        status = ((load_function)loader)(assembly, "Tributary.Bmi.BmiExports, Tributary.Bmi", "Bind", (const char *)-1, NULL, &function);
    if (context) finish(context);
    if (!function) fprintf(stderr, "tributary: %s does not load (0x%08x)\n", assembly, (unsigned)status);
    return (bind_function)function;
}

/* Fills in the interface; NULL where the runtime does not start. */
struct Bmi *register_bmi_tributary(struct Bmi *self)
{
    static bind_function bind;
    if (!bind) bind = load();
    return bind && bind(self) == 0 ? self : NULL;
}
