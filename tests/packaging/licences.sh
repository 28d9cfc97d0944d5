#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Each file says by which licence it is: by itself, or by REUSE.toml.
set -euo pipefail
# shellcheck source=tests/packaging/checks.sh
. /hg/source/tests/packaging/checks.sh

cd /hg/source
done_or_end "reuse lint" reuse lint
equal "LICENSE is the text of the licence that files name" "$(cmp LICENSE LICENSES/LGPL-2.1-or-later.txt)" ""

# what reuse would miss: a source whose licence is forgotten
echo 'int forgotten;' >generator/forgotten.c
equal "a source without a header is noticed" "$(reuse lint-file generator/forgotten.c | sed 's/.*forgotten.c: //')" \
    "no license identifier"
rm generator/forgotten.c
