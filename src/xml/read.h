/* xml/read.h - a document becomes a struct.
 *
 * Strict: what no row names is a complaint, never dropped.  Reading goes on after a complaint, so that
 * one run tells all that is wrong.  Not trusted: no DTD, no entities but the five of XML, nothing is
 * opened; size, depth and the number of complaints are limited (the limits are public for tests and
 * messages).  UTF-8 only.  Only read.c knows the XML parser.
 *
 * Complaints: xml.syntax, xml.doctype, xml.encoding, xml.root, xml.unknown-element,
 * xml.unknown-attribute, xml.not-here, xml.duplicate, xml.missing, xml.value, xml.text,
 * xml.unsupported, xml.limit.
 */
#pragma once

#include "xml/field.h"

#define READ_MAX_BYTES (16u * 1024 * 1024)
#define READ_MAX_DEPTH 256u
#define READ_MAX_COMPLAINTS 100u

/* Reads text into a new struct of the document's root element.  Complaints go to the report, which is
 * sorted by place afterwards.  Returns NULL if the document is not well-formed or has another root;
 * otherwise the struct, even with complaints (report_failures tells), which the caller frees with
 * element_free(type->root, ...).  Every struct of the tree has its place in `where`. */
void *document_read(const struct document_type *type, const char *text, size_t length, struct report *report);
