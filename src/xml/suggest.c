#include "xml/suggest.h"

#include <string.h>

#define LONGEST_NAME 40

/* Levenshtein's distance; one row of the matrix is kept. */
static unsigned edit_distance(const char *a, const char *b)
{
    unsigned row[LONGEST_NAME + 1];
    size_t length_a = strlen(a), length_b = strlen(b);

    for (unsigned j = 0; j <= length_b; j++)
        row[j] = j;
    for (unsigned i = 1; i <= length_a; i++) {
        unsigned diagonal = row[0];

        row[0] = i;
        for (unsigned j = 1; j <= length_b; j++) {
            unsigned above = row[j], replaced = diagonal + (a[i - 1] != b[j - 1]);

            row[j] = MIN(MIN(above, row[j - 1]) + 1, replaced);
            diagonal = above;
        }
    }
    return row[length_b];
}

void suggestion_offer(struct suggestion *suggestion, const char *candidate)
{
    unsigned distance;

    if (!candidate || strlen(candidate) > LONGEST_NAME || strlen(suggestion->wanted) > LONGEST_NAME)
        return;
    distance = edit_distance(suggestion->wanted, candidate);
    if (distance > 1 && distance > strlen(candidate) / 3)
        return;
    if (distance >= strlen(candidate))
        return;
    if (!suggestion->best || distance < suggestion->distance) {
        suggestion->best = candidate;
        suggestion->distance = distance;
    }
}
