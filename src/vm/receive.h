/* vm/receive.h - the first words of a migration, on the receiving side.
 *
 * `tandem receive` gets the channel before there is a monitor: it hears the hello, makes a plan of it and
 * starts the monitor with the channel (launch.h), which answers.  What keeps it from that it says
 * itself.
 */
#pragma once

#include "base/json.h"

/* Waits for the hello on the channel.  Its members: protocol, version, name, uuid, xml (the domain document;
 * may be missing), detached (an array), wishes (an object; may be missing).  The caller owns it.
 * TANDEM_ERROR_HOST for anything else, and for a protocol that this tandem does not speak;
 * TANDEM_ERROR_TIMEOUT after that many milliseconds. */
struct json_object *receive_hello(int channel_in, unsigned milliseconds, GError **error);

/* Says that the guest cannot be taken in. */
void receive_refuse(int channel_out, const GError *why);
