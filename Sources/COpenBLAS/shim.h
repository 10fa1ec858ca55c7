// Debian's alternatives put the header of the chosen OpenBLAS flavour on the default path.
#include <cblas.h>
