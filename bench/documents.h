/* bench/documents.h - documents to measure with, as people write them, of any number of devices. */
#pragma once

#include <glib.h>

/* A domain document (machine q35, firmware, typical features) with that many devices, at least 5; the same number
 * always gives the same text.  The caller frees it. */
char *bench_document(unsigned devices);
