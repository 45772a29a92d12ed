#include "base/error.h"

G_DEFINE_QUARK(tandem - error - quark, tandem_error)

bool fail(GError **error, enum tandem_error code, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (error)
        *error = g_error_new_valist(TANDEM_ERROR, (int)code, format, args);
    va_end(args);
    return false;
}

void *fail_null(GError **error, enum tandem_error code, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (error)
        *error = g_error_new_valist(TANDEM_ERROR, (int)code, format, args);
    va_end(args);
    return NULL;
}

int error_exit_status(const GError *error)
{
    if (!error)
        return 0;
    return error->domain == TANDEM_ERROR ? error->code : TANDEM_ERROR_HOST;
}
