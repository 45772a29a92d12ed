#include "domain/teaming.h"

ENUM_NAMES(teaming_type, TEAMING_TYPE_COUNT, [TEAMING_PERSISTENT] = "persistent", [TEAMING_TRANSIENT] = "transient");

static const struct field teaming_fields[] = {
    ATTR_ENUM("type", struct teaming, type, teaming_type, REQUIRED | DISCRIMINANT | GUEST_ABI,
              .doc =
                  "Which half of the pair this NIC is: 'persistent' stays plugged in, 'transient' is unplugged while "
                  "the guest migrates."),
    ATTR(nic_alias, "persistent", struct teaming, persistent_alias, REQUIRED | GUEST_ABI,
         .only_if = BIT(TEAMING_TRANSIENT), .doc = "Alias of the persistent NIC this one is teamed with."),
};
ELEMENT(teaming_element, "teaming", struct teaming, teaming_fields,
        "Makes the NIC one half of a pair, which the guest uses as one NIC.");
