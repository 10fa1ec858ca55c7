// Debian's alternatives put the header of the chosen OpenBLAS flavour on the default path.
#include <cblas.h>
#include <stddef.h>

// OpenBLAS holds LAPACK too, whose header Debian has in another package: the routines in use, as Fortran passes them,
// with the lengths of texts at the end.

// Singular values and vectors.
void dgesdd_(
    const char *job, const blasint *rows, const blasint *columns, double *a, const blasint *stride, double *singular,
    double *u, const blasint *u_stride, double *vt, const blasint *vt_stride, double *work, const blasint *work_count,
    blasint *integers, blasint *info, size_t job_length);

// Householder reflections whose product is Q, and R above them.
void dgeqrf_(
    const blasint *rows, const blasint *columns, double *a, const blasint *stride, double *tau, double *work,
    const blasint *work_count, blasint *info);

// Q of such reflections.
void dorgqr_(
    const blasint *rows, const blasint *columns, const blasint *reflections, double *a, const blasint *stride,
    const double *tau, double *work, const blasint *work_count, blasint *info);

// Solution of a symmetric positive definite system.
void dposv_(
    const char *part, const blasint *order, const blasint *columns, double *a, const blasint *stride, double *b,
    const blasint *b_stride, blasint *info, size_t part_length);
