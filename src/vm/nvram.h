/* vm/nvram.h - the file in which a machine's firmware keeps its variables. */
#pragma once

#include "domain/domain.h"

/* The directory for files that the document does not name: /var/lib/tandem/nvram for root, else below the
 * user's state directory.  Variables outlive the machine's run, so it is not the run directory.  The caller
 * frees it. */
char *nvram_default_directory(void);

/* Makes the file from its template if it is not there yet, only for its owner.  A machine without such a
 * file needs nothing. */
bool nvram_ensure(const struct domain *domain, GError **error);
