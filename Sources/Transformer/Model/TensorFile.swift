/// Named tensors in a file, or in several that belong together.
public protocol TensorFile: AnyObject, Sendable {
  /// What is called in errors.
  var name: String { get }
  /// Tensor names in alphabetical order.
  var names: [String] { get }
  /// The shape of a tensor; nil if there is none of that name.
  func shape(of name: String) -> [Int]?
  /// A view of an F32 tensor without a copy, valid as long as this object; nil if it is stored otherwise.
  func float32Pointer(_ name: String) -> UnsafePointer<Float>?
  /// Writes all values of a tensor to `target`, which has room for them.
  func read(_ name: String, into target: UnsafeMutablePointer<Float>) throws(ModelError)
}

extension SafetensorsFile: TensorFile {}
