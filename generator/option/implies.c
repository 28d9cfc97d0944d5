/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "option/implies.h"

const Implied implied_table[] = {
        { OPT(DynamicUser), OPT(ProtectSystem), "strict", true },
        { OPT(DynamicUser), OPT(ProtectHome), "read-only", false },
        { OPT(DynamicUser), OPT(PrivateTmp), "disconnected", false }, /* yes before 257 */
        { OPT(DynamicUser), OPT(RemoveIPC), "yes", true },
        { OPT(DynamicUser), OPT(NoNewPrivileges), "yes", true },
        { OPT(DynamicUser), OPT(RestrictSUIDSGID), "yes", true },
        { OPT(PrivateDevices), OPT(DevicePolicy), "closed", false },
        {},
};

const ImpliedCapability implied_capability_table[] = {
        { OPT(PrivateDevices), "CAP_MKNOD" },
        { OPT(PrivateDevices), "CAP_SYS_RAWIO" },
        { OPT(ProtectClock), "CAP_SYS_TIME" },
        { OPT(ProtectClock), "CAP_WAKE_ALARM" },
        { OPT(ProtectKernelModules), "CAP_SYS_MODULE" },
        { OPT(ProtectKernelLogs), "CAP_SYSLOG" },
        {},
};
