import COneDNN

/// The number format of the products with frozen weights; whatever is trained stays in float32.
public enum Precision: String, Sendable, CaseIterable {
  /// Single precision throughout.
  case float32
  /// Weights and inputs of those products in bfloat16, sums in float32: twice as fast on processors made for it.
  case bf16

  /// Fails where this build or this processor can't compute in the format.
  /// - Parameter name: What asks for it, for the message.
  public func check(_ name: String) throws(ModelError) {
    guard self == .bf16 else { return }
    guard cod_is_built() else {
      throw .unsupported(
        file: name, feature: "precision bf16 in a build without oneDNN",
        remedy: "install libdnnl-dev and build with make build TRAITS=OneDNN, or use float32")
    }
    guard cod_has_bfloat16() else {
      throw .unsupported(
        file: name, feature: "precision bf16 on a processor without AVX512-BF16",
        remedy: "use float32")
    }
  }
}
