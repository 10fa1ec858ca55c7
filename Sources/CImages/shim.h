// The simple interfaces of libpng and libjpeg-turbo: whole images from memory, no long jumps.
#include <png.h>
#include <turbojpeg.h>
