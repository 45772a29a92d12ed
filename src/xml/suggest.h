/* xml/suggest.h - "did you mean": the name nearest to a misspelt one. */
#pragma once

#include <glib.h>

/* A search over candidates; begin with { .wanted = name }. */
struct suggestion {
    const char *wanted;
    const char *best; /* borrowed from the candidates; NULL if none is near */
    unsigned distance;
};

/* Offers a candidate. It is kept if it differs by at most a third of its letters and less than the best so far. */
void suggestion_offer(struct suggestion *suggestion, const char *candidate);
