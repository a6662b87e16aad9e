#ifndef GAPMATRIX_CHYPERSCAN_SHIM_H
#define GAPMATRIX_CHYPERSCAN_SHIM_H

#include <hs.h>

#endif
