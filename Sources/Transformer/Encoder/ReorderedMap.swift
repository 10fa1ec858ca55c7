import CKernels
import COneDNN

/// A frozen linear map W [out, in], reordered by oneDNN for products in both directions.
final class ReorderedMap: PreparedMap, @unchecked Sendable {
  // Sendable: nothing changes after init.
  private let precision: Precision
  private let forward: OpaquePointer
  private let backward: OpaquePointer

  /// Reorders `weight`; nil where oneDNN refuses.
  init?(_ weight: Matrix, precision: Precision) {
    let isBfloat16 = precision == .bf16
    guard
      let forward = cod_weight_create(
        weight.pointer, weight.columns, weight.rows, true, isBfloat16)
    else { return nil }
    guard
      let backward = cod_weight_create(
        weight.pointer, weight.rows, weight.columns, false, isBfloat16)
    else {
      cod_weight_destroy(forward)
      return nil
    }
    self.precision = precision
    self.forward = forward
    self.backward = backward
  }

  deinit {
    cod_weight_destroy(forward)
    cod_weight_destroy(backward)
  }

  func apply(to x: Matrix, into y: Matrix, _ workspace: Workspace) {
    multiply(x, forward, into: y, adding: false, workspace)
  }

  func applyBack(to dy: Matrix, into dx: Matrix, adding: Bool, _ workspace: Workspace) {
    multiply(dy, backward, into: dx, adding: adding, workspace)
  }

  private func multiply(
    _ x: Matrix, _ weight: OpaquePointer, into y: Matrix, adding: Bool, _ workspace: Workspace
  ) {
    precondition(
      x.stride == x.columns && y.stride == y.columns, "rows of a reordered product lie close")
    let mark = workspace.mark
    defer { workspace.release(to: mark) }
    var values = UnsafeRawPointer(x.pointer)
    if precision == .bf16 {
      let halves = workspace.halves(x.rows * x.columns)
      ck_to_bfloat16(x.rows * x.columns, x.pointer, halves)
      values = UnsafeRawPointer(halves)
    }
    let isDone = cod_multiply(weight, x.rows, values, y.pointer, adding)
    precondition(isDone, "oneDNN refuses a product of this shape")
  }
}
