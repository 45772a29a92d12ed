/* team/qemu_says.h - what each answer and event of QEMU's leads to: handlers of the table in team/pair.c.
 *
 * A handler that is for one state alone is named after it; the others look at what is known of the pair.
 */
#pragma once

#include "team/step.h"

void qemu_says_negotiated(struct step *s);
void qemu_says_negotiated_anew(struct step *s);
void qemu_says_negotiated_elsewhen(struct step *s);
void qemu_says_added(struct step *s);
void qemu_says_present(struct step *s);
void qemu_says_present_unwanted(struct step *s);
void qemu_says_present_while_away(struct step *s);
void qemu_says_absent_while_waiting(struct step *s);
void qemu_says_absent_while_active(struct step *s);
void qemu_says_absent_while_releasing(struct step *s);
void qemu_says_absent_while_away(struct step *s);
void qemu_says_absent_while_degraded(struct step *s);
void qemu_says_plug_failed(struct step *s);
void qemu_says_absent_while_healing(struct step *s);
void qemu_says_plug_failed_while_waiting(struct step *s);
void qemu_says_plug_failed_while_releasing(struct step *s);
void qemu_says_plug_failed_while_away(struct step *s);
void qemu_says_deleted(struct step *s);
void qemu_says_deleted_while_releasing(struct step *s);
void qemu_says_deleted_while_away(struct step *s);
void qemu_says_del_refused(struct step *s);
void qemu_says_unplug_error(struct step *s);
void qemu_says_unplug_error_late(struct step *s);
void qemu_says_unplug_primary(struct step *s);
