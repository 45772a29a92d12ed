/* cli/document.h - the documents that verbs are given: their options, reading, and what is said of them. */
#pragma once

#include "vm/prepare.h"

#include <json-c/json.h>

/* --profile, --networks, --lab: of each verb that takes a document. */
extern const GOptionEntry document_option_entries[];

/* The directory given by --networks, NULL if none was. */
const char *document_networks_directory(void);

/* A file on its way through the stages.  Begin with zeroes, end with document_clear. */
struct document {
    char *file;
    struct rule_options options;
    struct report *report;
    struct domain *domain;   /* NULL if it cannot be read */
    struct profile *profile; /* NULL until document_complete */
};

/* Reads a file ("-": standard input) and checks it.  False if anything was found that stops it. */
bool document_read_file(struct document *document, const char *file, enum purpose purpose);

/* The same for a text that did not come from a file; name stands for it in messages. */
bool document_read_text(struct document *document, const char *name, const char *text, size_t length,
                        const struct rule_options *options);

/* Finds the QEMU to be asked and completes the domain (defaults, addresses).  False if the report has
 * failures, or if *error is set: no QEMU could be asked though one is there. */
bool document_complete(struct document *document, GError **error);

void document_clear(struct document *document);

/* Complaints of several documents, as text on stderr as they come, or as one JSON array on stdout at the end. */
struct document_reports {
    struct json_object *array; /* NULL: text */
};
struct document_reports document_reports_begin(bool as_json);
/* Says what the document's report holds; returns its exit status. */
int document_report(struct document *document, struct document_reports *reports);
void document_reports_end(struct document_reports *reports);

/* The exit status for several documents: wrong input before what is not supported. */
int document_worse_status(int a, int b);
