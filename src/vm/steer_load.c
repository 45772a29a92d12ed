#include "vm/steer_module.h"

#include <dlfcn.h>

const struct steer_module *steer_module_load(GError **error)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", error);
    g_autofree char *folder = self ? g_path_get_dirname(self) : NULL;
    g_autofree char *path = folder ? g_build_filename(folder, "tandem-steer.so", NULL) : NULL;
    const struct steer_module *module = NULL;
    void *handle;

    if (!path)
        return NULL;
    handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle)
        module = dlsym(handle, "tandem_steer");
    if (!module)
        return fail_null(error, TANDEM_ERROR_HOST, "%s; install tandem whole", dlerror());
    return module;
}
