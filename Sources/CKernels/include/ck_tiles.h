// Attention in tiles of keys × queries, with a running softmax (Milakov and Gimelshein 2018, arXiv 1805.02867, section 3;
// Dao and others 2022, arXiv 2205.14135, section 3.1 and appendix B).
//
// A tile has a row for each key and a column for each query, so that a vector holds 16 queries of one key: maxima and sums
// need no shuffles. Columns are padded to a multiple of 16, the padding's values mean nothing. A query sees the keys from
// `first` to before `last`, counted from the sequence's own first key; the tile's first one has the number `begin`.
// Where `first` is NULL every query sees every key.
#ifndef CK_TILES_H
#define CK_TILES_H

#include <stddef.h>
#include <stdint.h>

// c = a · b, or c += a · b: [rows, columns]. a[i][p] lies at i * a_row + p * a_inner, so that it may be read along its columns.
void ck_tile_product(
    ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t inner, const float *a, ptrdiff_t a_row, ptrdiff_t a_inner,
    const float *b, ptrdiff_t b_stride, int adds, float *c, ptrdiff_t c_stride);

// Columns of a panel.
enum { CK_PANEL = 32 };

// y = x · b, or y += x · b: [rows, columns], of b [inner, columns] in panels: columns / CK_PANEL times [inner, CK_PANEL], a whole
// number of them. The terms of a sum are added one by one in pieces of `longest`, of which the last two are halves (a multiple
// of 16 first) where more than one is left, and piece is added to piece in order: as GEMM's are, which copies its operands
// piece by piece (Goto and van de Geijn 2008, doi 10.1145/1356052.1356053, section 4).
void ck_panel_product(
    ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t inner, ptrdiff_t longest, const float *x, ptrdiff_t x_stride,
    const float *panels, int adds, float *y, ptrdiff_t y_stride);

// y[j][i] = x[i][j]; rows of y are filled with zeros up to a multiple of 16.
void ck_tile_transpose(
    ptrdiff_t rows, ptrdiff_t columns, const float *x, ptrdiff_t x_stride, float *y, ptrdiff_t y_stride);

// scores = exp(scale * (scores - top)), with `top` the largest score of each query so far, and `sum` the sum of its weights.
// What was summed with an older `top` is scaled to the new one, as are the rows of `output`, [queries, width].
void ck_tile_softmax(
    ptrdiff_t keys, ptrdiff_t queries, ptrdiff_t stride, float scale, ptrdiff_t begin, const int32_t *first,
    const int32_t *last, float *scores, float *top, float *sum, ptrdiff_t width, float *output);

// context = output / sum, and log_sum = scale * top + log(sum), which the way back makes the weights of again.
void ck_tile_finish(
    ptrdiff_t queries, ptrdiff_t width, float scale, const float *top, const float *sum, const float *output,
    float *context, ptrdiff_t context_stride, float *log_sum);

// scores: the scores in, their softmax out. d: gradient of the softmax in, of the scores out; `delta` is the sum of the
// gradient times the softmax over all keys of a query.
void ck_tile_softmax_backward(
    ptrdiff_t keys, ptrdiff_t queries, ptrdiff_t stride, float scale, ptrdiff_t begin, const int32_t *first,
    const int32_t *last, const float *log_sum, const float *delta, float *scores, float *d);

#endif
