#include "xml/suggest.h"

#include <string.h>

#define LONGEST_NAME 40

/* The number of letters put in, left out, replaced or swapped with their neighbour. */
static unsigned edit_distance(const char *a, const char *b)
{
    unsigned rows[3][LONGEST_NAME + 1]; /* of the matrix, the last three */
    size_t length_a = strlen(a), length_b = strlen(b);

    for (unsigned j = 0; j <= length_b; j++)
        rows[0][j] = j;
    for (unsigned i = 1; i <= length_a; i++) {
        unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];

        row[0] = i;
        for (unsigned j = 1; j <= length_b; j++) {
            row[j] = MIN(MIN(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = MIN(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[length_a % 3][length_b];
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
